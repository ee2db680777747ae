/**
 * The shape of a framework: requirements of others by id, with short titles of our own. Never a sentence of the
 * standard itself: those belong to their publishers. Written as lines, `id | German | English`; a line that begins with
 * `#` opens a group.
 */
import { z } from 'zod'

const titleSchema = z.strictObject({ de: z.string().min(3).max(90), en: z.string().min(3).max(90) })
const idSchema = z.string().regex(/^[A-Za-z0-9]+([.()-]*[A-Za-z0-9]+)*\)?$/)

export const requirementSchema = z.strictObject({ id: idSchema, group: idSchema, title: titleSchema })
export type Requirement = z.infer<typeof requirementSchema>

export const frameworkSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: titleSchema,
  /** The edition whose ids these are. */
  edition: z.string().min(4),
  /** What of it is listed here. */
  extent: z.strictObject({ de: z.string().min(3), en: z.string().min(3) }),
  /** Somebody can issue a certificate or report of it. */
  certifiable: z.boolean(),
  groups: z.array(z.strictObject({ id: idSchema, title: titleSchema })).min(1),
  requirements: z.array(requirementSchema).min(1),
})
export type Framework = z.infer<typeof frameworkSchema>

/** Reads the lines of a framework. Throws on a line it cannot read and on an id that stands twice. */
export function defineFramework(head: Omit<Framework, 'groups' | 'requirements'>, lines: string): Framework {
  const groups: Framework['groups'] = []
  const requirements: Requirement[] = []
  for (const line of lines.split('\n').map((text) => text.trim())) {
    if (line === '') continue
    const [id = '', de = '', en = ''] = line.replace(/^# /, '').split(' | ')
    if (line.startsWith('# ')) groups.push({ id, title: { de, en } })
    else requirements.push({ id, group: groups.at(-1)?.id ?? '', title: { de, en } })
  }
  const twice = requirements.find(({ id }, at) => requirements.findIndex((other) => other.id === id) !== at)
  if (twice) throw new Error(`${head.id}: ${twice.id} stands twice`)
  return frameworkSchema.parse({ ...head, groups, requirements })
}

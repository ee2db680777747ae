/** Which fields of a schema name an object: a foreign id in them is an attack like one in the path. */
import { z } from 'zod'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether a value is an id as we give them out. */
export function namesObject(value: string): boolean {
  return uuid.test(value)
}

const sample = '01890000-0000-7000-8000-000000000000'

/** Names of top-level fields that take an id and nothing else that is text. */
export function objectFieldsOf(schema: z.ZodType | undefined): string[] {
  return [...new Set(objectsOf(schema).flatMap((object) => Object.entries(object.shape)))]
    .filter(([, field]) => takesId(field as z.ZodType))
    .map(([name]) => name)
    .filter((name, index, all) => all.indexOf(name) === index)
}

function objectsOf(schema: z.ZodType | undefined): z.ZodObject[] {
  if (schema instanceof z.ZodObject) return [schema]
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => objectsOf(option as z.ZodType))
  if (schema instanceof z.ZodPipe) return objectsOf(schema.in as z.ZodType)
  return []
}

function takesId(field: z.ZodType): boolean {
  return field.safeParse(sample).success && !field.safeParse('no id at all').success
}

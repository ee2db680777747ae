/** What can be done to the statement behind the application's back, and through its interface. */
import { pushEvidence } from '#core/evidence/contract.ts'
import type { Sabotage, SabotageWorld } from '#test/sabotage/sabotage.ts'
import { hashWording, wordingOf } from '../change/wording.ts'
import { factTypes } from '../watch/fact.ts'

const collector = 'statement.page'
const measure = 'statement.no-reduction'

interface Row {
  readonly id: string
  readonly text: string
}

async function sentence({ house: { owner, platformTenantId } }: SabotageWorld): Promise<Row> {
  const { rows } = await owner.query<Row>(
    `select c.id, c.text from claims c join statements s on s.tenant_id = c.tenant_id and s.id = c.statement_id
     where c.tenant_id = $1 and s.locale = 'de' and s.published_at is not null and s.superseded_at is null
       and 'backup.daily' = any (c.measures)`,
    [platformTenantId],
  )
  if (!rows[0]) throw new Error('the example does not speak of backups')
  return rows[0]
}

/** One character of one sentence, in the table that the page is made of. */
async function alterPage(world: SabotageWorld): Promise<() => Promise<void>> {
  const { id, text } = await sentence(world)
  const write = (words: string) =>
    world.house.owner.query('update claims set text = $3 where tenant_id = $1 and id = $2', [
      world.house.platformTenantId,
      id,
      words,
    ])
  await write(text.replace('täglich', 'täglicn'))
  return async () => {
    await write(text)
  }
}

export const statementSabotages: readonly Sabotage[] = [
  { id: 'statement.page-altered', measure, collector, breakIt: alterPage },
  {
    id: 'statement.claim-weakened',
    measure,
    collector,
    // The words stay; what breaks the promise is another thing.
    breakIt: async (world) => {
      const { id } = await sentence(world)
      const { owner, platformTenantId } = world.house
      const set = (value: string) =>
        owner.query(
          `update claims set parameters = jsonb_set(parameters, '{0,value}', to_jsonb($3::text))
           where tenant_id = $1 and id = $2`,
          [platformTenantId, id, value],
        )
      await set('P30D')
      return async () => {
        await set('P1D')
      }
    },
  },
  {
    id: 'statement.version-backdated',
    measure,
    collector,
    breakIt: async ({ house: { owner, platformTenantId } }) => {
      const move = (by: string) =>
        owner.query(
          `update statements set published_at = published_at ${by} interval '90 days'
           where tenant_id = $1 and locale = 'de' and superseded_at is null and published_at is not null`,
          [platformTenantId],
        )
      await move('-')
      return async () => {
        await move('+')
      }
    },
  },
  {
    id: 'statement.green-forced-through-the-interface',
    measure,
    collector,
    // Somebody who may push evidence says that the altered page is as it was approved.
    breakIt: async (world) => {
      const { owner, platformTenantId } = world.house
      const { rows } = await owner.query<{ version: number; title: string; body: string; wording_hash: Buffer }>(
        `select version, title, body, wording_hash from statements
         where tenant_id = $1 and locale = 'de' and superseded_at is null and published_at is not null`,
        [platformTenantId],
      )
      const approved = rows[0]?.wording_hash.toString('hex') ?? hashWording(wordingOf('', '', [])).toString('hex')
      const repair = await alterPage(world)
      const now = new Date().toISOString()
      await world.colleague.client.call(pushEvidence, {
        body: {
          source: { system: 'forged', id: `forged-${now}` },
          class: 'machine',
          observedFrom: now,
          observedTo: now,
          facts: [
            {
              subject: { kind: 'page', externalId: 'server /?lang=de' },
              type: factTypes.page,
              data: { locale: 'de', version: rows[0]?.version ?? 1, shown: approved, approved },
            },
          ],
          populations: [{ factType: factTypes.page, expected: 1, reconciledAgainst: 'forged' }],
        },
      })
      return repair
    },
  },
]

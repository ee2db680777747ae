/** What the registers know today that may speak against excluding a control. */
import type { Context } from '#core/context.ts'
import { fieldOf, type RegisterShape } from '#core/register/contract/shape.ts'
import { countEntries } from '#core/register/store.ts'
import { dataSetShape, systemShape } from '#modules/asset/contract.ts'
import { peopleShape } from '#modules/workforce/contract.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import type { KnownInRegisters } from '../rules.ts'

/** Numbers of entries that are in their time today. */
export async function readRegisters({ tx, services }: Pick<Context, 'tx' | 'services'>): Promise<KnownInRegisters> {
  const moment = { day: dayOf(services.clock.now()), knownAt: null }
  const count = async (shape: RegisterShape, name?: string, values: readonly string[] = []): Promise<number> => {
    const wanted = name === undefined ? [[]] : values.map((value) => [{ field: fieldOf(shape, name), value }])
    let sum = 0
    for (const equal of wanted) {
      const { active } = await countEntries(tx, shape, { moment, equal, state: 'active', among: null, named: null })
      sum += active
    }
    return sum
  }
  return {
    people: await count(peopleShape),
    contractors: await count(peopleShape, 'kind', ['contractor', 'temporary']),
    systems: await count(systemShape, 'scope', ['in']),
    dataSets: await count(dataSetShape, 'scope', ['in']),
    personalDataSets: await count(dataSetShape, 'personalData', ['controller', 'processor']),
    confidentialDataSets: await count(dataSetShape, 'class', ['confidential', 'strictly_confidential']),
  }
}

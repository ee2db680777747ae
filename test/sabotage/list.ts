/** All sabotages, in the order in which they are tried. */
import { frameworkSabotages } from '#modules/framework/spec/sabotage.ts'
import { timeSabotages } from '#modules/duty/spec/sabotage.ts'
import { identitySabotages } from '#modules/identity/spec/sabotage.ts'
import { isolationSabotages } from '#modules/isolation/spec/sabotage.ts'
import { cryptographySabotages } from '#modules/cryptography/spec/sabotage.ts'
import { ledgerSabotages } from '#modules/ledger/spec/sabotage.ts'
import { statementSabotages } from '#modules/statement/spec/sabotage.ts'
import type { Sabotage } from './sabotage.ts'

export const sabotages: readonly Sabotage[] = [
  ...identitySabotages,
  ...isolationSabotages,
  ...cryptographySabotages,
  ...ledgerSabotages,
  ...statementSabotages,
  ...timeSabotages,
  ...frameworkSabotages,
]

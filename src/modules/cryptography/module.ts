/**
 * Manifest of the capability C16: what it can state, what it judges, and the collectors that look. Routes, tables and
 * permissions of its own come with the key register.
 */
import { Problem } from '#platform/http/problem.ts'
import type { Collector, ObservedFact } from '#core/collector.ts'
import { defineDuty, defineFactType } from '#core/duty.ts'
import type { Module } from '#core/module.ts'
import type { ConfidentialColumn } from '#platform/crypto/confidential.ts'
import { createFileProbe, type FileProbe, mergeColumns, mergeFiles, probeColumns } from './at-rest-probe.ts'
import {
  type ColumnFact,
  columnFactSchema,
  factTypes,
  type FileFact,
  fileFactSchema,
  handshakeFactSchema,
  listenersFactSchema,
  volumeFactSchema,
} from './contract.ts'
import type { ListeningSocket } from './listening-socket.ts'
import {
  judgeCertificate,
  judgeColumn,
  judgeFiles,
  judgeHandshake,
  judgeListeners,
  judgeVolume,
  minVersionOf,
} from './rules.ts'
import { probeTransport } from './transport-probe.ts'
import { probeVolume, volumeElsewhere } from './volume.ts'

/** What the probes have to be told about this instance. */
export interface Surroundings {
  /** All confidential columns of all modules. */
  readonly columns: () => readonly ConfidentialColumn[]
  /** Processes that serve this instance, beside this one and its descendants. */
  readonly pids: () => readonly number[]
  /** Listeners this instance opened. */
  readonly listeners: () => readonly ListeningSocket[]
  /** Addresses under which others reach it through a proxy. */
  readonly publicUrls: () => readonly string[]
  /** Where the database lies; null when it is somebody else's server. */
  readonly databaseDirectory: string | null
}

const handshake = defineFactType({
  type: factTypes.handshake,
  subjectKind: 'endpoint',
  title: { de: 'Handschlag eines Endpunkts', en: 'Handshake of an endpoint' },
  schema: handshakeFactSchema,
})
const listeners = defineFactType({
  type: factTypes.listeners,
  subjectKind: 'listener-population',
  title: { de: 'Lauschende Verbindungen', en: 'Listening sockets' },
  schema: listenersFactSchema,
})
const column = defineFactType({
  type: factTypes.column,
  subjectKind: 'column',
  title: { de: 'Vertrauliche Spalte', en: 'Confidential column' },
  schema: columnFactSchema,
})
const files = defineFactType({
  type: factTypes.file,
  subjectKind: 'file-store',
  title: { de: 'Dateiablage', en: 'File store' },
  schema: fileFactSchema,
})
const volume = defineFactType({
  type: factTypes.volume,
  subjectKind: 'volume',
  title: { de: 'Datenträger', en: 'Volume' },
  schema: volumeFactSchema,
})

const continuous = { trigger: 'continuous', maxAge: 'PT24H', minimumClass: 'machine', whenEmpty: 'unproven' } as const

const duties = [
  defineDuty(handshake, {
    ...continuous,
    id: 'cryptography.transit/endpoints',
    measure: 'cryptography.transit',
    predicate: (fact, parameters) => judgeHandshake(fact, { minVersion: minVersionOf(parameters) }),
    collector: 'cryptography.transport',
  }),
  defineDuty(listeners, {
    ...continuous,
    id: 'cryptography.transit/complete',
    measure: 'cryptography.transit',
    predicate: judgeListeners,
    collector: 'cryptography.transport',
  }),
  defineDuty(handshake, {
    ...continuous,
    id: 'cryptography.certificates/validity',
    measure: 'cryptography.certificates',
    applies: (fact) => fact.protocol === 'tls',
    predicate: judgeCertificate,
    collector: 'cryptography.transport',
  }),
  defineDuty(column, {
    ...continuous,
    id: 'cryptography.at-rest-fields/columns',
    measure: 'cryptography.at-rest-fields',
    predicate: judgeColumn,
    collector: 'cryptography.at-rest',
  }),
  defineDuty(files, {
    ...continuous,
    id: 'cryptography.at-rest-fields/files',
    measure: 'cryptography.at-rest-fields',
    predicate: judgeFiles,
    collector: 'cryptography.at-rest',
  }),
  defineDuty(volume, {
    ...continuous,
    id: 'cryptography.at-rest-volume/volumes',
    measure: 'cryptography.at-rest-volume',
    predicate: judgeVolume,
    collector: 'cryptography.volume',
  }),
]

/** Meets every endpoint. The kernel's list is the second source for what was met; what is declared, for the kernel's. */
function transportCollector(around: Surroundings): Collector {
  return {
    id: 'cryptography.transport',
    query: 'listening sockets of this instance’s processes, and handshakes with each',
    version: '1',
    everyMs: 15_000,
    detectsWithinMs: 20_000,
    observe: async ({ services }) => {
      const seen = await probeTransport({
        clock: services.clock,
        pids: [process.pid, ...around.pids()],
        listeners: around.listeners(),
        publicUrls: around.publicUrls(),
      })
      const bySystem = seen.listeners.method === 'proc'
      return {
        facts: [
          ...seen.endpoints.map(({ externalId, fact }) => ({
            subject: { kind: handshake.subjectKind, externalId },
            type: handshake.type,
            data: fact,
          })),
          {
            subject: { kind: listeners.subjectKind, externalId: 'this-instance' },
            type: listeners.type,
            data: seen.listeners,
          },
        ],
        populations: [
          {
            factType: handshake.type,
            expected: bySystem ? seen.listeners.sockets + around.publicUrls().length : null,
            seen: seen.endpoints.length,
            reconciledAgainst: bySystem ? 'kernel socket table' : null,
          },
          { factType: listeners.type, expected: 1, seen: 1, reconciledAgainst: 'this instance' },
        ],
      }
    },
  }
}

/** Reads every confidential value and every file of every tenant. */
function atRestCollector(around: Surroundings): Collector {
  let probeFiles: FileProbe | undefined
  return {
    id: 'cryptography.at-rest',
    query: 'every value of every confidential column and every stored file, of all tenants',
    version: '1',
    everyMs: 20_000,
    detectsWithinMs: 55_000,
    observe: async ({ services, tenants, withTenant, withPlatform, signal }) => {
      probeFiles ??= createFileProbe(services.blobs)
      const declared = around.columns()
      const columnFacts: ColumnFact[] = []
      const fileFacts: FileFact[] = []
      for (const { id, canary } of tenants) {
        signal.throwIfAborted()
        const keys = await withTenant(id, async (tx) => {
          const tenantKeys = await services.vault.keysOf(tx)
          const seen = await probeColumns(tx, tenantKeys, declared)
          // What the canary plants changes with every look; of its tenants only what is wrong is worth a fact.
          columnFacts.push(
            ...(canary
              ? seen.filter((fact) => fact.plaintext + fact.undecryptable > 0 || fact.trouble !== null)
              : seen),
          )
          return tenantKeys
        })
        const stored = await probeFiles(keys)
        if (!canary || stored.plaintext + stored.undecryptable + stored.unreadable > 0) fileFacts.push(stored)
      }
      const merged = mergeColumns(columnFacts)
      const known = await withPlatform('active tenants, counted again', (tx) =>
        tx.db.selectFrom('tenants').select('id').where('state', '=', 'active').execute(),
      )
      if (known.some(({ id }) => !tenants.some((tenant) => tenant.id === id)))
        throw new Problem(503, 'at_rest.tenants_changed')
      const facts: ObservedFact[] = merged.map((fact) => ({
        subject: { kind: column.subjectKind, externalId: `${fact.table}.${fact.column}` },
        type: column.type,
        data: fact,
      }))
      facts.push({
        subject: { kind: files.subjectKind, externalId: 'blobs' },
        type: files.type,
        data: mergeFiles(fileFacts, await services.blobs.listStrangers()),
      })
      return {
        facts,
        populations: [
          {
            factType: column.type,
            expected: declared.length,
            seen: merged.length,
            reconciledAgainst: 'module manifests',
          },
          { factType: files.type, expected: 1, seen: 1, reconciledAgainst: 'file store directory' },
        ],
      }
    },
  }
}

/** Looks under the directories; a change of the mount is seen within a minute. */
function volumeCollector(around: Surroundings): Collector {
  return {
    id: 'cryptography.volume',
    query: 'mounts and block devices under files and database',
    version: '1',
    everyMs: 30_000,
    detectsWithinMs: 40_000,
    observe: async ({ services }) => {
      const found = [
        { externalId: 'files', fact: await probeVolume(services.blobs.directory) },
        {
          externalId: 'database',
          fact:
            around.databaseDirectory === null
              ? volumeElsewhere('database')
              : await probeVolume(around.databaseDirectory),
        },
      ]
      return {
        facts: found.map(({ externalId, fact }) => ({
          subject: { kind: volume.subjectKind, externalId },
          type: volume.type,
          data: fact,
        })),
        populations: [{ factType: volume.type, expected: 2, seen: found.length, reconciledAgainst: 'configuration' }],
      }
    },
  }
}

/** The manifest for an instance. */
export function cryptographyModule(around: Surroundings): Module {
  return {
    name: 'cryptography',
    permissions: {},
    routes: [],
    factTypes: [handshake, listeners, column, files, volume],
    duties,
    collectors: [transportCollector(around), atRestCollector(around), volumeCollector(around)],
    jobs: [],
    confidentialColumns: [],
    tables: [],
  }
}

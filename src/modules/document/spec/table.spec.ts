/** A table as a sheet: numbers are numbers, and nothing that somebody wrote is ever calculated (CWE-1236). */
import type { Context } from '#core/context.ts'
import { defineDocumentKind } from '#core/document/kind.ts'
import { createTenantWorld } from '#test/tenant-world.ts'
import { readSheet } from 'read-excel-file/node'
import { expect, it } from 'vitest'
import { freezeDocument } from '../actions/create.ts'
import { downloadTableAs } from '../actions/table.ts'

const hostile = ['=HYPERLINK("https://attacker.example","12")', '@SUM(A1)', '+1', '-2+3', 'a,"b"', '<c>&amp;']

const kind = defineDocumentKind({
  id: 'thing.hostile',
  title: { de: 'Probe', en: 'Specimen' },
  purpose: { de: 'Probe', en: 'Specimen' },
  permission: 'document:read',
  classification: 'internal',
  about: 'nothing',
  readsPast: false,
  build: async () => ({
    title: 'Specimen',
    cover: [],
    blocks: [
      { kind: 'paragraph', text: ['No table.'] },
      {
        kind: 'table',
        caption: "A name: with [what] sheets refuse? It's / longer than they take",
        columns: [
          { title: '=1+1', width: 3, numeric: false },
          { title: 'Number', width: 1, numeric: true },
        ],
        rows: hostile.map((text, i) => [[text], [i === 2 ? '–' : String(i)]]),
      },
    ],
  }),
})

it('what looks like a formula is a text in the workbook, and has an apostrophe in front in the CSV', async () => {
  const world = await createTenantWorld()
  try {
    const personId = await world.person(world.company)
    const reading = <T>(work: (context: Context) => Promise<T>) =>
      world.as(world.company, personId, (context) =>
        work({ ...context, actor: { ...context.actor, permissions: new Set(['document:read']) } as Context['actor'] }),
      )
    const id = await reading((context) =>
      freezeDocument(context, kind, { locale: 'en' }, personId, async ({ bytes }) => ({
        json: bytes,
        html: bytes,
        pdf: bytes,
        docx: bytes,
      })),
    )
    const fetched = async (format: 'xlsx' | 'csv') => {
      const download = await reading((context) => downloadTableAs(context, id, 1, format))
      const chunks: Buffer[] = []
      for await (const chunk of download.chunks()) chunks.push(Buffer.from(chunk))
      return Buffer.concat(chunks)
    }
    expect(await readSheet(await fetched('xlsx'))).toEqual([
      ['=1+1', 'Number'],
      ...hostile.map((text, i) => [text, i === 2 ? '–' : i]),
    ])
    expect((await fetched('csv')).toString('utf8').split('\r\n')).toEqual([
      "\u{FEFF}'=1+1,Number",
      `"'=HYPERLINK(""https://attacker.example"",""12"")",0`,
      "'@SUM(A1),1",
      "'+1,–",
      "'-2+3,3",
      '"a,""b""",4',
      '<c>&amp;,5',
      '',
    ])
  } finally {
    await world.close()
  }
})

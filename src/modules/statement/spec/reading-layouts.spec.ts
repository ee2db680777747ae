/** Reading a statement, whatever its layout: what is a claim, where it stands, how strong it is. */
import { describe, expect, it } from 'vitest'
import { Problem } from '#platform/http/problem.ts'
import { extractParameters } from '../reading/parameters.ts'
import { quantify } from '../reading/quantify.ts'
import { readStatement } from '../reading/read.ts'
import { splitSentences } from '../reading/sentences.ts'

const read = (text: string, fileName = 'statement.md') => readStatement(new TextEncoder().encode(text), fileName)
const problemOf = (bytes: Uint8Array, fileName: string): Problem => {
  try {
    readStatement(bytes, fileName)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('nothing was refused')
}
const sentences = (text: string) => splitSentences(text, 0, text.length).map(({ start, end }) => text.slice(start, end))
const ids = (claim: { measures: { id: string }[] } | undefined) => claim?.measures.map((measure) => measure.id)

describe('files that are no statement are refused with a reason', () => {
  it.each([
    ['an unknown ending', 'page.tsx', new TextEncoder().encode('x'), 'statement.unsupported_format'],
    ['no ending', 'README', new TextEncoder().encode('x'), 'statement.unsupported_format'],
    ['nothing but blanks', 'a.txt', new TextEncoder().encode(' \n\t'), 'statement.empty'],
    ['a PDF called text', 'a.txt', new TextEncoder().encode('%PDF-1.7 …'), 'statement.unreadable'],
    ['binary called Markdown', 'a.md', new Uint8Array([65, 0, 66, 1, 2]), 'statement.unreadable'],
    ['HTML called text', 'a.txt', new TextEncoder().encode('<!doctype html><p>x'), 'statement.unreadable'],
    ['more than 5 MiB', 'a.txt', new Uint8Array(5 * 1024 * 1024 + 1).fill(97), 'statement.too_large'],
  ])('%s', (_what, fileName, bytes, code) => {
    expect(problemOf(bytes, fileName).code).toBe(code)
  })

  it('names the byte that is no UTF-8', () => {
    const problem = problemOf(new Uint8Array([0x41, 0x42, 0xff, 0x43]), 'a.txt')
    expect(problem).toMatchObject({ code: 'statement.not_utf8', params: { offset: 2 } })
  })

  it('reads byte order marks of UTF-8 and UTF-16', () => {
    const text = 'MFA ist für alle Konten verpflichtend.'
    for (const bytes of [Buffer.from(`\ufeff${text}`, 'utf8'), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
      expect(readStatement(bytes, 'a.txt').claims.map((claim) => claim.text)).toEqual([text])
    }
  })

  it('takes invisible and right-to-left marks out before anything is published', () => {
    const { text, claims } = read('M\u200bFA is \u202emandatory\u202c for all ac\u00adcounts.')
    expect(claims[0]?.text).toBe('MFA is mandatory for all accounts.')
    expect(text).not.toMatch(/[\u00ad\u200b\u202c\u202e]/)
  })
})

describe('sentences end where they end', () => {
  it.each([
    ['Wir melden Vorfälle (z. B. nach Art. 33 Abs. 1 DSGVO bzw. § 38 BSIG) u. a. der Behörde. Das gilt.', 2],
    ['Stand ist der 6. Sept. 2025 und der 01. Juni 2026. Danach folgt mehr.', 2],
    ['We use TLS 1.2, i.e. no older version, e.g. at api.example.com. Acme Inc. signs it. See No. 5 vs. 6.', 3],
    ['Write to security@example.com or see https://example.com/a.b?c=d. We answer.', 2],
    ['Verschlüsselt wird mit AES-256, TLS 1.3 usw. Die Schlüssel werden rotiert.', 2],
    ['Ist das sicher? Ja! Es ist sicher.', 3],
  ])('%s', (text, count) => {
    expect(sentences(text)).toHaveLength(count)
  })
})

describe('what is no claim', () => {
  it.each([
    ['a heading', '# MFA is mandatory for all accounts'],
    ['a date', 'Last updated: 2026-01-01'],
    ['a contact line', 'security@example.com'],
    ['a definition', 'Disaster recovery is a set of processes that bring systems back.'],
    ['self-praise', 'We take the security of your data very seriously.'],
    ['a description of the page', 'This page describes how we encrypt data and back it up.'],
    ['a question', 'Do you encrypt backups?'],
    ['a lead-in', 'Our backups are:\n\n- \n'],
    ['an open box', '- [ ] Backups are encrypted'],
    ['code', '```\nbackups are encrypted daily\n```'],
    ['an example', 'Examples:\n\n- Backups are encrypted'],
  ])('%s', (_what, text) => {
    expect(read(text).claims.map((claim) => claim.text)).toEqual([])
  })

  it('leaves out rows of a form that nobody filled in, and what does not apply', () => {
    const rows = ['| Measure | Status |', '|---|---|', '| Backups | yes |', '| MFA | |', '| Mainframe | n/a |']
    expect(read(rows.join('\n')).claims.map((claim) => claim.text)).toEqual(['Backups'])
  })
})

describe('what is planned or missing never reads as fulfilled', () => {
  it.each([
    ['Wir planen, bis 2027 Penetrationstests durch unabhängige Dritte durchzuführen.', 'plans', 'C22'],
    ['Die Einführung eines SIEM ist in Vorbereitung.', 'plans', 'C19'],
    ['MFA for customers is on our roadmap.', 'plans', 'C12'],
    ['We are currently rolling out hardware keys to all administrators.', 'plans', 'C12'],
    ['## Geplant\n\n- Backups werden verschlüsselt', 'plans', 'C18'],
    ['- Backups encrypted (planned)', 'plans', 'C18'],
    ['- Backups verschlüsselt: nein', 'not', 'C18'],
    ['We are not certified according to ISO 27001.', 'not', 'C3'],
    ['Datenbanken sind derzeit nicht verschlüsselt.', 'not', 'C16'],
    ['Penetrationstests führen wir nicht durch.', 'not', 'C22'],
    ['There is no formal incident response plan.', 'not', 'C20'],
    ['## Do you test backups?\n\nNot yet.', 'not', 'C18'],
  ])('%s', (text, modality, capability) => {
    const found = read(text).claims.map((claim) => [claim.kind, claim.modality, claim.measures[0]?.capability])
    expect(found).toEqual([['notice', modality, capability]])
  })

  it('in a table, by its status column or its marks', () => {
    const status = [
      '| Measure | Status | Detail |',
      '|---|---|---|',
      '| Backups | ✅ Implemented | encrypted every day |',
      '| MFA | 🔶 Planned | for all accounts |',
      '| Pentest | geplant | jährlich |',
      '| Firewall | nein | |',
    ]
    const marks = [
      '| Maßnahme | Ja | Nein | Geplant |',
      '|---|---|---|---|',
      '| Alarmanlage | | x | |',
      '| USV | x | | |',
    ]
    const found = (rows: string[]) => read(rows.join('\n')).claims.map(({ kind, modality }) => `${kind} ${modality}`)
    expect(found(status)).toEqual(['promise does', 'notice plans', 'notice plans', 'notice not'])
    expect(found(marks)).toEqual(['notice not', 'promise does'])
  })

  it('while a prohibition that protects is a promise', () => {
    for (const text of [
      'Passwords are never stored in plain text.',
      'Kein Mandant kann Daten eines anderen Mandanten einsehen.',
      'Administrators have no access to production without approval.',
      'Backups werden nicht unverschlüsselt übertragen.',
      'We do not support TLS 1.0.',
    ])
      expect(read(text).claims, text).toMatchObject([{ kind: 'promise', modality: 'does' }])
  })

  it('also where one sentence says both', () => {
    expect(read('Backups laufen täglich, Restore-Tests sind für den Herbst geplant.').claims).toMatchObject([
      { text: 'Backups laufen täglich', modality: 'does' },
      { text: 'Restore-Tests sind für den Herbst geplant.', modality: 'plans' },
    ])
  })

  it('and open boxes of a form are left out, wherever they stand', () => {
    for (const text of [
      '☒ Alarmanlage ☐ Videoüberwachung',
      '☐ Videoüberwachung\n☒ Alarmanlage',
      'Alarmanlage ☒ ja ☐ nein',
    ])
      expect(read(text, 'form.txt').claims, text).toMatchObject([{ text: 'Alarmanlage', modality: 'does' }])
    expect(read('Alarmanlage ☐ ja ☒ nein', 'form.txt').claims).toMatchObject([{ modality: 'not' }])
  })
})

describe('a list takes its kind from the sentence above it', () => {
  it.each([
    ['Die Maßnahmen können umfassen:', '- Videoüberwachung', 'option', 'may'],
    ['These measures may include:', '- video surveillance', 'option', 'may'],
    ['Der Kunde ist verantwortlich für:', '- die Sicherung seiner Daten', 'customer_duty', 'customer'],
    ['You are responsible for:', '- backing up your own data', 'customer_duty', 'customer'],
    ['Bitte nennen Sie in Ihrer Meldung:', '- Schritte zur Reproduktion', 'intake', 'customer'],
    ['Please include in your report:', '- steps to reproduce', 'intake', 'customer'],
    ['Wir setzen Maßnahmen um, darunter:', '- Verschlüsselung der Backups', 'promise', 'does'],
  ])('%s', (leadIn, item, kind, modality) => {
    for (const text of [`${leadIn}\n\n${item}`, `${leadIn}\n${item}`]) {
      expect(read(text, 'a.md').claims).toMatchObject([{ kind, modality, leadIn }])
      expect(read(text, 'a.txt').claims).toMatchObject([{ kind, modality, leadIn }])
    }
    const html = `<p>${leadIn}</p><ul><li>${item.slice(2)}</li></ul>`
    expect(read(html, 'a.html').claims).toMatchObject([{ kind, modality, leadIn }])
  })
})

describe('one statement in three formats', () => {
  const txt =
    '1. Daten\n\n  • Backups werden täglich\n    erstellt und verschlüsselt.\n  • Alle Daten sind im Ruhezustand verschlüsselt.\n'
  const md =
    '## 1. Daten\n\n- Backups werden **täglich** erstellt\n  und [verschlüsselt](x).\n- Alle Daten sind im Ruhezustand verschlüsselt.\n'
  const html =
    '<script>x="MFA ist Pflicht."</script><h2>1. Daten</h2><ul><li>Backups werden <b>täglich</b> erstellt und <a href="x">verschlüsselt</a>.<li>Alle Daten sind im Ruhezustand verschlüsselt.</ul><nav>MFA für alle.</nav>'

  it('yields the same claims under the same heading', () => {
    const shape = (text: string, name: string) => {
      const statement = read(text, name)
      return statement.claims.map((claim) => {
        expect(statement.text.slice(claim.start, claim.end)).toBe(claim.text)
        return [claim.text.replace(/\s+/g, ' '), claim.section, claim.quantifier, ids(claim)]
      })
    }
    expect(shape(md, 'a.md')).toEqual(shape(txt, 'a.txt'))
    expect(shape(html, 'a.html')).toEqual(shape(txt, 'a.txt'))
    expect(shape(txt, 'a.txt')).toEqual([
      [
        'Backups werden täglich erstellt und verschlüsselt.',
        '1. Daten',
        'at_least',
        ['backup.daily', 'backup.encrypted'],
      ],
      [
        'Alle Daten sind im Ruhezustand verschlüsselt.',
        '1. Daten',
        'every',
        ['cryptography.at-rest-fields', 'cryptography.at-rest-volume'],
      ],
    ])
  })
})

describe('the strength of a sentence', () => {
  it.each([
    ['Alle Konten nutzen MFA.', 'every', 'Alle'],
    ['Access is only granted to staff.', 'every', 'only'],
    ['Audits finden mindestens einmal jährlich statt.', 'at_least', 'mindestens einmal jährlich'],
    ['Backups run daily.', 'at_least', 'daily'],
    ['Wir prüfen regelmäßig alle Rechte.', 'regularly', 'regelmäßig'],
    ['Scans run regularly, at least monthly.', 'at_least', 'at least monthly'],
    ['Kunden werden unverzüglich informiert.', 'promptly', 'unverzüglich'],
    ['We notify you within 72 hours.', 'promptly', 'within 72 hours'],
    ['Wir verschlüsseln, soweit angemessen.', 'as_appropriate', 'soweit angemessen'],
    ['Logs are kept where feasible.', 'as_appropriate', 'where feasible'],
    ['Wir bringen nicht wissentlich Schadcode ein.', 'not_knowingly', 'nicht wissentlich'],
    ['Daten im Ruhezustand sind verschlüsselt.', 'every', null],
    ['Ein Prozess für Vorfälle liegt vor.', 'exists', 'liegt vor'],
    ['A dedicated team reviews alerts.', 'exists', null],
  ])('%s → %s', (sentence, quantifier, word) => {
    expect(quantify(sentence, null, 'does')).toEqual({ quantifier, word })
  })

  it('gives "may" before "regularly"', () => {
    expect(quantify('regelmäßige Überprüfungen', 'Die Verfahren können umfassen:', 'may')).toEqual({
      quantifier: 'may',
      word: 'können',
    })
  })

  it('inherits its word from the lead-in', () => {
    expect(quantify('Kundendaten', 'Ausschließlich in der EU liegen:', 'does')).toEqual({
      quantifier: 'every',
      word: 'Ausschließlich',
    })
  })
})

describe('the numbers of a sentence', () => {
  it.each([
    ['mindestens einmal jährlich', [['interval', 'P12M']]],
    ['every six months', [['interval', 'P6M']]],
    ['alle 90 Tage', [['interval', 'P90D']]],
    ['innerhalb von 72 Stunden', [['deadline', 'PT72H']]],
    ['within seventy-two hours', [['deadline', 'PT72H']]],
    ['läuft nach höchstens 90 Tagen ab', [['maximum', 'P90D']]],
    [
      'TLS 1.2 und AES-256',
      [
        ['tls_version', '1.2'],
        ['key_bits', 256],
      ],
    ],
    ['99,9 % Verfügbarkeit', [['percentage', 99.9]]],
    [
      'gemäß Art. 33/34 DSGVO',
      [
        ['article', 33],
        ['article', 34],
      ],
    ],
    [
      'Art. 33, 72 h',
      [
        ['duration', 'PT72H'],
        ['article', 33],
      ],
    ],
    ['Jede nachträgliche Änderung seit über 20 Jahren', []],
  ])('%s', (sentence, expected) => {
    expect(extractParameters(sentence).map(({ name, value }) => [name, value])).toEqual(expected)
  })
})

describe('layouts without markup', () => {
  it('reads bullets that are only typed, in Markdown and HTML', () => {
    const items = ['Backups werden verschlüsselt', 'MFA ist für alle Konten aktiv']
    const md = `Wir sorgen für:\n• ${items[0]}\n• ${items[1]}`
    const html = `<p>Wir sorgen für:<br>• ${items[0]}<br>\n• ${items[1]}</p>`
    for (const { claims } of [read(md, 'a.md'), read(html, 'a.html'), read(md, 'a.txt')]) {
      expect(claims.map((claim) => [claim.text, claim.leadIn])).toEqual(items.map((item) => [item, 'Wir sorgen für:']))
    }
  })

  it('knows a title that stands directly above its text', () => {
    const { claims } = read(
      'Encryption\nAll customer data is encrypted at rest and in transit.\n\nBackups\nWe back up all data daily.',
      'a.txt',
    )
    expect(claims.map((claim) => [claim.section, claim.text])).toEqual([
      ['Encryption', 'All customer data is encrypted at rest and in transit.'],
      ['Backups', 'We back up all data daily.'],
    ])
  })

  it('reads both columns of a table that sets measures side by side', () => {
    const { claims } = read(
      '| Technische Maßnahmen | Organisatorische Maßnahmen |\n|---|---|\n| Firewall | Besucher in Begleitung |',
      'a.md',
    )
    expect(claims.map((claim) => [claim.text, ids(claim)])).toEqual([
      ['Firewall', ['environment.network-protection']],
      ['Besucher in Begleitung', ['hosting.visitors']],
    ])
  })
})

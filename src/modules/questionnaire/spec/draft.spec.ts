/** What a draft may never do, in the questions that tempt it most; the bench measures the rest. */
import { known } from '../../../../bench/questionnaire/known.ts'
import { heldOut } from '../../../../bench/questionnaire/held-out.ts'
import { addQuestion, benchStatement, emptyScore } from '../../../../bench/questionnaire/score.ts'
import { describe, expect, test } from 'vitest'
import { draftAnswer, type AskedOf, type Draft } from '../draft/draft.ts'
import { saysMore } from '../draft/more.ts'
import { readQuestion } from '../draft/question.ts'

const statements = { de: benchStatement('de'), en: benchStatement('en') }
const draft = (text: string, rest: Partial<AskedOf> = {}): Draft =>
  draftAnswer(
    { text, section: null, allowed: null, takesComment: true, previous: null, ...rest },
    statements,
    'en',
    (_, key, params) => [key.replace('questionnaire.say.', ''), ...Object.values(params ?? {})].join(' '),
  )

test('no labelled question gets a yes that is false', () => {
  const score = emptyScore()
  for (const label of [...known, ...heldOut]) addQuestion(score, label, statements, 'en')
  expect(score.falseYes).toBe(0)
  expect(score.ready.right / score.ready.of).toBeGreaterThan(0.7)
})

describe('a yes needs every word', () => {
  test.each([
    'Is multi-factor authentication enforced for all contractors?',
    'Are all user accounts protected by phishing-resistant multi-factor authentication?',
    'Is customer data encrypted in transit with TLS 1.3?',
    'Is customer data encrypted in transit between all internal microservices?',
    'Are backups of all customer data created hourly?',
    'Are all backups encrypted with keys held in a hardware security module?',
    'Is customer data processed exclusively in Germany?',
    'Are passwords stored only as salted Argon2 hashes?',
    'Are logs retained for at least 10 years?',
    'Are all access rights reviewed every month by management?',
    'Are critical vulnerabilities fixed within 24 hours?',
    'Is all source code reviewed by two independent persons before it is released?',
    'Are all administrative actions recorded in an immutable audit log?',
    'Is the principle of least privilege verified by an external auditor?',
    'Sind alle Sicherungen mit kundeneigenen Schlüsseln verschlüsselt?',
    'Werden alle hochgeladenen Dateien in einer Sandbox auf Schadsoftware geprüft?',
    'Ist ein Informationssicherheitsbeauftragter mit CISSP-Zertifizierung benannt?',
    'Werden Protokolle mindestens 36 Monate aufbewahrt?',
    'Werden Kundendaten ausschließlich innerhalb der Europäischen Union und der Schweiz verarbeitet?',
    'Are backups not encrypted in some cases without approval?',
    'Do you detect passwords that are stored in clear text?',
  ])('%s', (text) => {
    const { isReady, answer } = draft(text)
    expect([isReady, answer]).toEqual([false, null])
  })

  test('and a "no" to a misdeed needs a sentence that one case would break', () => {
    expect(draft('Do you store passwords in clear text?')).toMatchObject({ isReady: true, answer: 'no', good: 'no' })
    expect(draft('Is production data used in test environments?')).toMatchObject({ isReady: true, answer: 'no' })
    // A sentence about one officer bans nothing.
    expect(draft('Are there sites without an information security officer?').isReady).toBe(false)
  })

  test('whatever the statuses are, only proven sentences are called proven', () => {
    for (const status of ['unproven', 'lapsed', 'contradicted', 'not_applicable', null] as const) {
      const claims = statements.en.claims.map((claim) => ({ ...claim, status }))
      const of = { de: null, en: { ...statements.en, claims } }
      for (const { text, allowed } of [...known, ...heldOut]) {
        const { isReady, verdict, comment } = draftAnswer(
          { text, section: null, allowed: allowed ?? null, takesComment: true, previous: null },
          of,
          'en',
          (_, key) => key,
        )
        expect([text, isReady && verdict !== 'customer', comment?.includes('say.proven') ?? false]).toEqual([
          text,
          false,
          false,
        ])
      }
    }
  })
})

test('the answer is one that the file takes, in its own words', () => {
  const text = 'Are all backups encrypted?'
  expect(draft(text, { allowed: ['JA', 'NEIN'] }).answer).toBe('JA')
  expect(draft(text, { allowed: ['Fully implemented', 'Partially implemented', 'Not implemented'] }).answer).toBe(
    'Fully implemented',
  )
  expect(draft(text, { allowed: ['1', '2', '3'] })).toMatchObject({ answer: null, isReady: false })
  expect(draft('Do you operate a SIEM?', { allowed: ['Yes', 'No', 'Planned'] })).toMatchObject({
    answer: 'Planned',
    isReady: false,
  })
  expect(draft('Are you SOC 2 certified?', { allowed: ['Yes', 'No'] })).toMatchObject({
    answer: 'No',
    isReady: false,
    verdict: 'denied',
  })
  expect(draft(text, { takesComment: false }).answer).toMatch(/^yes\. proven /)
})

test('several questions in one are told apart, each with what it asks', () => {
  const parts = (text: string) => readQuestion(text, null, 'en').parts.map(({ asking, good }) => good ?? asking)
  expect(parts('Are backups encrypted and how often are they tested?')).toEqual(['yes', 'how_often'])
  expect(parts('Werden Sicherungen erstellt und wird die Wiederherstellung getestet?')).toEqual(['yes', 'yes'])
  expect(parts('Are there accounts without MFA?')).toEqual(['no'])
  expect(parts('Please attach your latest report.')).toEqual(['document'])
  expect(parts('Seit wann gibt es einen ISB?')).toEqual(['since_when'])
  expect(parts('Please describe how keys are kept.')).toEqual(['description'])
})

describe('what a person writes says more than is proven', () => {
  const ready = draft('Are all backups encrypted?')
  const open = draft('Is customer data encrypted at rest?')
  const gap = draft('Are you SOC 2 certified?')
  test.each([
    ['a yes to what is not proven', open, 'Yes', null, true],
    ['a yes with words around it', open, 'Yes, of course.', null, true],
    ['a sentence of one’s own', ready, 'yes', 'We also keep copies on the moon.', true],
    [
      'a stronger number',
      draft('Are logs retained for at least 6 months?'),
      'yes',
      'Logs are retained for at least 24 months.',
      true,
    ],
    [
      'a no that is the good answer',
      draft('Are there user accounts without a second factor and without SSO?', {}),
      'No',
      null,
      true,
    ],
    ['the draft itself', ready, ready.answer, ready.comment, false],
    ['less than the draft', ready, 'yes', 'All backups are encrypted.', false],
    ['a no to a good thing', open, 'No', null, false],
    ['what takes back', open, null, 'This is planned for next year.', false],
    ['what is not the case', gap, 'No', 'We are not certified according to SOC 2.', false],
    ['nothing', open, 'N/A', null, false],
  ] as const)('%s', (_, of, answer, comment, expected) => {
    expect(saysMore(of, { answer, comment }, null)).toBe(expected)
  })
})

/**
 * The rule by which the page says that a contradicted sentence is under correction: proposed here, approved by somebody
 * else, ended by anybody who sets the page up. Without one a broken sentence is red at once and nothing else.
 */
import {
  decideCorrectionRule,
  endCorrectionRule,
  requestCorrectionRule,
  type CorrectionRuleView,
  type ShownSentence,
} from '#modules/trust-centre/contract.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Checkbox, CheckboxGroup, Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Section } from '#ui/section.tsx'
import { shortTime } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { useRefusal } from '#web/session.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const renews = ['trust-centre.', 'today.']
type Open = { readonly what: 'propose' } | { readonly what: 'approved' | 'refused' | 'end'; readonly ruleId: string }

interface CorrectionRulesProps {
  rules: readonly CorrectionRuleView[]
  sentences: readonly ShownSentence[]
  /** Of the sentences. */
  locale: 'de' | 'en'
}

export function CorrectionRules({ rules, sentences, locale }: CorrectionRulesProps) {
  const { t } = useTranslation()
  const refused = useRefusal()('trust-centre:manage')
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const live = rules.filter(({ state }) => state === 'in-force' || state === 'requested')
  const past = rules.filter((rule) => !live.includes(rule))
  return (
    <Section id="correction-rule" title={t('publicPage.rule')} meaning={t('publicPage.rule.meaning')}>
      {live.some(({ state }) => state === 'in-force') ? null : <p>{t('publicPage.rule.none')}</p>}
      {live.map((rule) => (
        <Rule key={rule.id} rule={rule} locale={locale} onOpen={setOpen} />
      ))}
      <div className="actions">
        <Button disabledReason={refused} onPress={() => setOpen({ what: 'propose' })}>
          {t('publicPage.rule.propose')}
        </Button>
      </div>
      {past.length === 0 ? null : (
        <details>
          <summary>{t('publicPage.rule.past', { count: past.length })}</summary>
          {past.map((rule) => (
            <Rule key={rule.id} rule={rule} locale={locale} onOpen={setOpen} />
          ))}
        </details>
      )}
      {open?.what === 'propose' ? <ProposeDialog sentences={sentences} locale={locale} onClose={close} /> : null}
      {open?.what === 'approved' || open?.what === 'refused' ? (
        <DecideDialog ruleId={open.ruleId} outcome={open.what} onClose={close} />
      ) : null}
      {open?.what === 'end' ? <EndDialog ruleId={open.ruleId} onClose={close} /> : null}
    </Section>
  )
}

interface RuleProps {
  rule: CorrectionRuleView
  locale: 'de' | 'en'
  onOpen: (open: Open) => void
}

function Rule({ rule, locale, onOpen }: RuleProps) {
  const { t, i18n } = useTranslation()
  const refusal = useRefusal()
  const { id, state, sentences } = rule
  const at = (instant: string | null) => (instant === null ? '' : shortTime(new Date(instant), i18n.language))
  return (
    <article className="stack-tight correction-rule">
      <p>
        <span className={`tag tag-rule-${state}`}>{t(`publicPage.rule.state.${state}`)}</span>
      </p>
      <p>{rule.wording}</p>
      {sentences === null || sentences.texts.length === 0 ? null : (
        <ul className="bullets" lang={locale}>
          {sentences.texts.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <p className="small soft">
        {t('publicPage.rule.requestedBy', { name: rule.requestedBy.name, at: at(rule.requestedAt) })}
        {rule.decidedBy === null
          ? null
          : ` ${t(state === 'refused' ? 'publicPage.rule.refusedBy' : 'publicPage.rule.approvedBy', { name: rule.decidedBy.name, at: at(rule.decidedAt) })}`}
        {rule.endedAt === null ? null : ` ${t('publicPage.rule.endedAt', { at: at(rule.endedAt) })}`}
      </p>
      <blockquote className="quote">{rule.reason}</blockquote>
      {state === 'requested' ? (
        <div className="actions">
          {(['approved', 'refused'] as const).map((what) => (
            <Button
              key={what}
              size="small"
              disabledReason={
                refusal('correction-rule:decide') ?? (rule.mayDecide ? null : t('publicPage.rule.notYours'))
              }
              onPress={() => onOpen({ what, ruleId: id })}
            >
              {t(`publicPage.rule.${what}`)}
            </Button>
          ))}
          <Button
            size="small"
            variant="quiet"
            disabledReason={refusal('trust-centre:manage')}
            onPress={() => onOpen({ what: 'end', ruleId: id })}
          >
            {t('publicPage.rule.drop')}
          </Button>
        </div>
      ) : null}
      {state === 'in-force' ? (
        <div className="actions">
          <Button
            size="small"
            disabledReason={refusal('trust-centre:manage')}
            onPress={() => onOpen({ what: 'end', ruleId: id })}
          >
            {t('publicPage.rule.end')}
          </Button>
        </div>
      ) : null}
    </article>
  )
}

interface ProposeDialogProps {
  sentences: readonly ShownSentence[]
  locale: 'de' | 'en'
  onClose: () => void
}

function ProposeDialog({ sentences, locale, onClose }: ProposeDialogProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const [unit, setUnit] = useState<'hours' | 'days'>('hours')
  const [isSome, setSome] = useState(false)
  const [chosen, setChosen] = useState<string[]>([])
  const propose = useAction(
    (body: RequestOf<typeof requestCorrectionRule>['body']) => api.call(requestCorrectionRule, { body }),
    {
      renews,
      onDone: () => {
        toast(t('publicPage.rule.proposed'))
        onClose()
      },
    },
  )
  return (
    <Dialog title={t('publicPage.rule.propose')} isOpen onClose={onClose}>
      <Form
        label={t('publicPage.rule.propose')}
        problem={propose.error}
        onSubmit={(data) =>
          propose.mutate({
            period: { unit, amount: Number(textOf(data, 'period')) },
            sentences: isSome ? chosen : 'all',
            reason: textOf(data, 'reason'),
          })
        }
      >
        <p className="small soft">{t('publicPage.rule.propose.meaning')}</p>
        <TextField
          name="period"
          label={t('publicPage.rule.period')}
          hint={t('publicPage.rule.period.hint')}
          defaultValue="48"
          numeric
          isRequired
          autoFocus
        />
        <Select
          label={t('publicPage.rule.unit')}
          value={unit}
          onChange={(value) => setUnit(value === 'days' ? 'days' : 'hours')}
          options={(['hours', 'days'] as const).map((value) => ({ value, label: t(`publicPage.rule.unit.${value}`) }))}
        />
        <Checkbox isSelected={isSome} onChange={setSome} hint={t('publicPage.rule.some.hint')}>
          {t('publicPage.rule.some')}
        </Checkbox>
        {isSome ? (
          <div lang={locale}>
            <CheckboxGroup
              name="sentences"
              label={t('publicPage.rule.sentences')}
              value={chosen}
              onChange={setChosen}
              options={sentences.map(({ claimId, text }) => ({ value: claimId, label: text }))}
            />
          </div>
        ) : null}
        <TextField
          name="reason"
          label={t('publicPage.rule.reason')}
          hint={t('publicPage.rule.reason.hint')}
          rows={3}
          isRequired
          wide
        />
        <FormActions submit={t('publicPage.rule.propose.send')} isPending={propose.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

interface DecideDialogProps {
  ruleId: string
  outcome: 'approved' | 'refused'
  onClose: () => void
}

function DecideDialog({ ruleId, outcome, onClose }: DecideDialogProps) {
  const { t } = useTranslation()
  const decide = useAction(
    (reason: string) => api.call(decideCorrectionRule, { params: { ruleId }, body: { outcome, reason } }),
    { renews, onDone: onClose },
  )
  return (
    <Dialog title={t(`publicPage.rule.${outcome}.title`)} isOpen onClose={onClose}>
      <Form
        label={t(`publicPage.rule.${outcome}.title`)}
        problem={decide.error}
        onSubmit={(data) => decide.mutate(textOf(data, 'reason'))}
      >
        <p>{t(`publicPage.rule.${outcome}.meaning`)}</p>
        <TextField name="reason" label={t('publicPage.rule.why')} rows={3} isRequired autoFocus wide />
        <FormActions submit={t(`publicPage.rule.${outcome}`)} isPending={decide.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

function EndDialog({ ruleId, onClose }: { ruleId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const end = useAction((reason: string) => api.call(endCorrectionRule, { params: { ruleId }, body: { reason } }), {
    renews,
    onDone: onClose,
  })
  return (
    <Dialog title={t('publicPage.rule.end')} isOpen onClose={onClose}>
      <Form
        label={t('publicPage.rule.end')}
        problem={end.error}
        onSubmit={(data) => end.mutate(textOf(data, 'reason'))}
      >
        <p>{t('publicPage.rule.end.meaning')}</p>
        <TextField name="reason" label={t('publicPage.rule.why')} rows={3} isRequired autoFocus wide />
        <FormActions submit={t('publicPage.rule.end')} isPending={end.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

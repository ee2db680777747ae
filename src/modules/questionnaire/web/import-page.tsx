/** A new questionnaire: what was found in its file is shown and put right before anything is taken in. */
import {
  importQuestionnaire,
  mostAnswersLength,
  mostFileBytes,
  previewQuestionnaire,
  type QuestionnairePreview,
  type SheetLayout,
} from '#modules/questionnaire/contract/questionnaire.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Checkbox, Select, TextField } from '#ui/field.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice } from '#ui/notice.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { Page } from '#web/page.tsx'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import './questionnaire.css'

export function ImportPage() {
  const { t } = useTranslation()
  return (
    <Page
      title={t('questionnaire.import.title')}
      lead={t('questionnaire.import.lead')}
      above={
        <Breadcrumb
          above={[{ key: 'all', link: <Link to="/questionnaires">{t('questionnaires.title')}</Link> }]}
          here={t('questionnaire.import.title')}
        />
      }
    >
      <div className="questionnaire-import">
        <ImportForm />
      </div>
    </Page>
  )
}

function ImportForm() {
  const { t } = useTranslation()
  const toast = useToast()
  const navigate = useNavigate()
  const [file, setFile] = useState<File | null>(null)
  const [answers, setAnswers] = useState<File | null>(null)
  const [preview, setPreview] = useState<QuestionnairePreview | null>(null)
  const [title, setTitle] = useState('')
  const bodyOf = async (layouts: readonly SheetLayout[] | null) => ({
    ...(layouts !== null && layouts.length > 0 && { layouts: JSON.stringify(layouts) }),
    ...(answers !== null && { answers: await answers.text() }),
  })
  const look = useAction(
    async ({ chosen, layouts }: { chosen: File; layouts: readonly SheetLayout[] | null }) =>
      api.call(previewQuestionnaire, { body: await bodyOf(layouts), file: chosen }),
    {
      renews: [],
      onDone: (found, { chosen }) => {
        setPreview(found)
        if (title === '') setTitle(found.title ?? chosen.name.replace(/\.[^.]+$/, ''))
      },
    },
  )
  const take = useAction(
    async ({ chosen, data }: { chosen: File; data: FormData }) => {
      const [customer, dueOn] = [textOf(data, 'customer').trim(), textOf(data, 'dueOn')]
      return api.call(importQuestionnaire, {
        body: {
          ...(await bodyOf(preview?.sheets.map(({ layout }) => layout) ?? null)),
          title,
          ...(customer !== '' && { customer }),
          ...(dueOn !== '' && { dueOn }),
        },
        file: chosen,
      })
    },
    {
      renews: ['questionnaire'],
      onDone: ({ id, questions, ready, unanswerable }) => {
        toast(t('questionnaire.import.done', { count: questions, ready, unanswerable }))
        void navigate({ to: '/questionnaires/$questionnaireId', params: { questionnaireId: id }, search: {} })
      },
    },
  )
  const change = (layout: SheetLayout) => {
    if (!file || !preview) return
    const layouts = preview.sheets.map((sheet) => (sheet.layout.sheet === layout.sheet ? layout : sheet.layout))
    look.mutate({ chosen: file, layouts })
  }
  const isReady = preview !== null && preview.problems.length === 0
  return (
    <Form
      label={t('questionnaire.import.title')}
      problem={take.error ?? look.error}
      onSubmit={(data) => {
        if (!file) return
        if (isReady) take.mutate({ chosen: file, data })
        else look.mutate({ chosen: file, layouts: preview?.sheets.map(({ layout }) => layout) ?? null })
      }}
    >
      <FileDrop
        label={t('questionnaire.import.file')}
        maxBytes={mostFileBytes}
        file={file}
        onFile={(next) => {
          setFile(next)
          setPreview(null)
          if (next) look.mutate({ chosen: next, layouts: null })
        }}
      />
      {preview?.format === 'vsaq' || (file?.name.toLowerCase().endsWith('.json') ?? false) ? (
        <FileDrop
          label={t('questionnaire.import.answers')}
          maxBytes={mostAnswersLength}
          file={answers}
          onFile={(next) => {
            setAnswers(next)
            setPreview(null)
          }}
        />
      ) : null}
      {preview === null ? null : <Found preview={preview} onLayout={change} />}
      {isReady ? (
        <>
          <TextField
            label={t('questionnaire.import.name')}
            name="title"
            value={title}
            onChange={setTitle}
            isRequired
            wide
          />
          <TextField
            label={t('questionnaire.import.customer')}
            hint={t('questionnaire.import.customer.hint')}
            name="customer"
            wide
          />
          <DateField label={t('questionnaire.import.due')} name="dueOn" />
        </>
      ) : null}
      <FormActions
        submit={t(isReady ? 'questionnaire.import.take' : 'questionnaire.import.look')}
        isPending={look.isPending || take.isPending}
        onCancel={() => void navigate({ to: '/questionnaires' })}
      />
    </Form>
  )
}

function Found({ preview, onLayout }: { preview: QuestionnairePreview; onLayout: (layout: SheetLayout) => void }) {
  const { t } = useTranslation()
  const lines = (findings: QuestionnairePreview['notes']) => (
    <ul className="bullets">
      {findings.map(({ code, sheet, row, text }) => (
        <li key={`${sheet} ${row} ${code} ${text}`}>
          {[sheet, row === null ? null : t('questionnaire.import.row', { row })].filter((one) => one).join(', ')}
          {sheet === null && row === null ? '' : ': '}
          {text}
        </li>
      ))}
    </ul>
  )
  return (
    <div className="questionnaire-found">
      {preview.problems.length === 0 ? (
        <Notice tone="good" live title={t('questionnaire.import.found', { count: preview.questions })}>
          {preview.answered > 0 ? <p>{t('questionnaire.import.answered', { count: preview.answered })}</p> : null}
        </Notice>
      ) : (
        <Notice tone="bad" live title={t('questionnaire.import.problems', { count: preview.problems.length })}>
          {lines(preview.problems)}
        </Notice>
      )}
      {preview.sheets.map((sheet) => (
        <SheetColumns key={sheet.layout.sheet} sheet={sheet} onLayout={onLayout} />
      ))}
      {preview.sample.length === 0 ? null : (
        <details open>
          <summary>{t('questionnaire.import.sample', { count: preview.sample.length })}</summary>
          <ol className="questionnaire-sample" role="list">
            {preview.sample.map(({ reference, section, text, allowed }, at) => (
              <li key={`${at} ${text}`}>
                {section === null ? null : <span className="subject-id">{section}</span>}
                <span>
                  {reference === null ? null : <span className="soft">{reference} </span>}
                  {text}
                </span>
                {allowed === null ? null : (
                  <span className="subject-id">
                    {allowed.map((one) => (one === '' ? t('questionnaire.unchecked') : one)).join(' · ')}
                  </span>
                )}
              </li>
            ))}
          </ol>
        </details>
      )}
      {preview.notes.length === 0 ? null : (
        <details>
          <summary>{t('questionnaire.import.notes', { count: preview.notes.length })}</summary>
          {lines(preview.notes)}
        </details>
      )}
    </div>
  )
}

const roles = ['question', 'answer', 'comment', 'reference'] as const

type FoundSheet = QuestionnairePreview['sheets'][number]

function SheetColumns({ sheet, onLayout }: { sheet: FoundSheet; onLayout: (layout: SheetLayout) => void }) {
  const { t } = useTranslation()
  const { layout } = sheet
  const name = sheet.name === '' ? t('questionnaire.import.columns') : sheet.name
  const options = [
    { value: '', label: t('questionnaire.import.none') },
    ...sheet.columns.map(({ index, title, sample }) => ({
      value: String(index),
      label: [letterOf(index), title || sample].filter((one) => one !== '').join(' · '),
    })),
  ]
  return (
    <fieldset className="questionnaire-sheet">
      <legend>{name}</legend>
      <Checkbox isSelected={layout.isUsed} onChange={(isUsed) => onLayout({ ...layout, isUsed })}>
        {layout.isUsed
          ? t('questionnaire.import.used', { count: sheet.questions, headings: sheet.headings })
          : t(sheet.isHidden ? 'questionnaire.import.hidden' : 'questionnaire.import.unused')}
      </Checkbox>
      {layout.isUsed ? (
        <div className="questionnaire-columns">
          {roles.map((role) => (
            <Select
              key={role}
              label={t(`questionnaire.import.column.${role}`)}
              value={layout[role] === null ? '' : String(layout[role])}
              onChange={(value) => onLayout({ ...layout, [role]: value === '' ? null : Number(value) })}
              options={options}
            />
          ))}
          <TextField
            label={t('questionnaire.import.header')}
            numeric
            defaultValue={String(layout.headerRow)}
            onBlur={(event) => {
              // The field's own input.
              const headerRow = Number((event.target as HTMLInputElement).value)
              if (Number.isInteger(headerRow) && headerRow >= 0 && headerRow !== layout.headerRow)
                onLayout({ ...layout, headerRow })
            }}
          />
        </div>
      ) : null}
    </fieldset>
  )
}

/** As spreadsheets name columns, from 0. */
function letterOf(index: number): string {
  return (index >= 26 ? letterOf(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))
}

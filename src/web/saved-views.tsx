/**
 * The views of a list: a menu of those that are kept, and dialogs to save, change, replace and delete one. A view is the
 * parameters in the address of its page; opening one is going there.
 */
import { changeView, listViews, removeView, saveView, type View } from '#modules/view/contract.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Checkbox, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Menu, type MenuAction } from '#ui/menu.tsx'
import { useToast } from '#ui/toast.tsx'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, readOf, useAction } from './api.ts'
import { useSession } from './session.ts'

type Search = View['search']

export interface SavedViewsProps {
  list: string
  /** The present parameters. */
  search: Readonly<Record<string, string | undefined>>
  onOpen: (search: Search) => void
}

export function SavedViews({ list, search, onOpen }: SavedViewsProps) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const mayKeep = permissions.includes('view:keep')
  const read = useQuery({ ...readOf(listViews, { query: { list } }), enabled: mayKeep })
  const [openedId, setOpenedId] = useState<string | null>(null)
  const [dialog, setDialog] = useState<'save' | 'change' | null>(null)
  const toast = useToast()
  const present = given(search)
  const replace = useAction(
    (view: View) => api.call(changeView, { params: { viewId: view.id }, body: { search: present } }),
    { renews: ['view.list'], onDone: (view) => toast(t('view.replaced', { name: view.name })) },
  )
  if (!mayKeep) return null
  const views = read.data?.items ?? []
  const shown = views.find((view) => isSame(view.search, present) && (openedId === null || view.id === openedId))
  const current = shown ?? views.find((view) => isSame(view.search, present))
  const opened = views.find((view) => view.id === openedId)
  const items: MenuAction[] = [
    ...views.map((view) => ({
      id: view.id,
      label: view.mine ? view.name : t('view.of', { name: view.name, owner: view.ownerName }),
      onAction: () => {
        setOpenedId(view.id)
        onOpen(view.search)
      },
    })),
    ...(current?.mayChange ? [{ id: 'change', label: t('view.change'), onAction: () => setDialog('change') }] : []),
    ...(opened?.mayChange && !current
      ? [{ id: 'replace', label: t('view.replace', { name: opened.name }), onAction: () => replace.mutate(opened) }]
      : []),
    { id: 'save', label: t('view.save'), onAction: () => setDialog('save') },
  ]
  const close = () => setDialog(null)
  return (
    <>
      <Menu
        inPage
        trigger={current ? t('view.shown', { name: current.name }) : t('view.views')}
        label={current ? t('view.shown', { name: current.name }) : t('view.views')}
        items={items}
      />
      <Dialog title={t('view.save.title')} isOpen={dialog === 'save'} onClose={close}>
        <SaveForm list={list} search={present} onDone={(view) => setOpenedId(view.id)} onClose={close} />
      </Dialog>
      <Dialog title={t('view.change.title')} isOpen={dialog === 'change' && current !== undefined} onClose={close}>
        {current ? <ChangeForm view={current} onClose={close} /> : null}
      </Dialog>
    </>
  )
}

interface SaveFormProps {
  list: string
  search: Search
  onDone: (view: View) => void
  onClose: () => void
}

function SaveForm({ list, search, onDone, onClose }: SaveFormProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const [shared, setShared] = useState(false)
  const save = useAction((name: string) => api.call(saveView, { body: { list, name, search, shared } }), {
    renews: ['view.list'],
    onDone: (view) => {
      toast(t('view.saved', { name: view.name }))
      onDone(view)
      onClose()
    },
  })
  return (
    <Form label={t('view.save.title')} problem={save.error} onSubmit={(data) => save.mutate(textOf(data, 'name'))}>
      <TextField name="name" label={t('view.name')} maxLength={80} autoComplete="off" isRequired autoFocus />
      <ShareChoice shared={shared} onChange={setShared} />
      <FormActions submit={t('ui.save')} isPending={save.isPending} onCancel={onClose} />
    </Form>
  )
}

function ChangeForm({ view, onClose }: { view: View; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const [shared, setShared] = useState(view.shared)
  const params = { viewId: view.id }
  const change = useAction((name: string) => api.call(changeView, { params, body: { name, shared } }), {
    renews: ['view.list'],
    onDone: (next) => {
      toast(t('view.saved', { name: next.name }))
      onClose()
    },
  })
  const remove = useAction(() => api.call(removeView, { params }), {
    renews: ['view.list'],
    onDone: () => {
      toast(t('view.removed', { name: view.name }))
      onClose()
    },
  })
  return (
    <Form
      label={t('view.change.title')}
      problem={change.error ?? remove.error}
      onSubmit={(data) => change.mutate(textOf(data, 'name'))}
    >
      <TextField
        name="name"
        label={t('view.name')}
        defaultValue={view.name}
        maxLength={80}
        autoComplete="off"
        isRequired
        autoFocus
      />
      <ShareChoice shared={shared} onChange={setShared} />
      <FormActions submit={t('ui.save')} isPending={change.isPending} onCancel={onClose}>
        <Button variant="danger" isPending={remove.isPending} onPress={() => remove.mutate(undefined)}>
          {t('view.remove')}
        </Button>
      </FormActions>
    </Form>
  )
}

function ShareChoice({ shared, onChange }: { shared: boolean; onChange: (shared: boolean) => void }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  return (
    <Checkbox
      isSelected={shared}
      onChange={onChange}
      isDisabled={!permissions.includes('view:share')}
      hint={t('view.share.hint')}
    >
      {t('view.share')}
    </Checkbox>
  )
}

function given(search: SavedViewsProps['search']): Search {
  return Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

function isSame(a: Search, b: Search): boolean {
  const [left, right] = [Object.entries(a), Object.keys(b)]
  return left.length === right.length && left.every(([name, value]) => b[name] === value)
}

/** The pages of the register of suppliers. */
import { EntryPage } from '#core/register/web/entry-page.tsx'
import { ImportPage } from '#core/register/web/import-page.tsx'
import type { RegisterPages } from '#core/register/web/page-of.ts'
import { RegisterPage } from '#core/register/web/register-page.tsx'
import { supplierContract } from '#modules/supplier/contract.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

const pages: RegisterPages = {
  contract: supplierContract,
  // No field leads to anybody.
  search: async () => [],
  columns: ['role', 'country', 'purpose', 'startsOn', 'endsOn'],
  actions: <ToList />,
}

function ToList() {
  const { t } = useTranslation()
  return (
    <p>
      <Link to="/subprocessors">{t('subprocessors.toList')}</Link>
    </p>
  )
}

export function SupplierRegisterPage() {
  return <RegisterPage pages={pages} />
}

export function SupplierEntryPage() {
  return <EntryPage pages={pages} />
}

export function SupplierImportPage() {
  return <ImportPage pages={pages} />
}

/** A new password with what is asked of it, shown as it is typed. Which are too common, the server decides. */
import { TextField } from '#ui/field.tsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const minimumLength = 12
const longPassphrase = 20

export function NewPasswordField({ name, label }: { name: string; label: string }) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const [isShown, setShown] = useState(false)
  const requirements = [
    { id: 'length', met: [...password].length >= minimumLength, text: t('password.length', { count: minimumLength }) },
    {
      id: 'varied',
      met: [...password].length >= minimumLength && !isPlainPattern(password),
      text: t('password.varied'),
    },
    { id: 'long', met: [...password].length >= longPassphrase, text: t('password.long') },
  ]
  return (
    <div className="stack-tight">
      <TextField
        name={name}
        type={isShown ? 'text' : 'password'}
        label={label}
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        isRequired
      />
      <button type="button" className="text-button" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
        {isShown ? t('password.hide') : t('password.show')}
      </button>
      <ul className="requirements" role="list" aria-label={t('password.requirements')}>
        {requirements.map((requirement) => (
          <li key={requirement.id} className={requirement.met ? 'requirement-met' : ''}>
            <svg className="requirement-sign" viewBox="0 0 16 16" aria-hidden="true">
              {requirement.met ? (
                <path d="M3 8.4l3.3 3.3L13 4.6" fill="none" stroke="currentColor" strokeWidth="2" />
              ) : (
                <circle cx="8" cy="8" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
              )}
            </svg>
            {requirement.text}
            <span className="visually-hidden">{requirement.met ? t('password.met') : t('password.notMet')}</span>
          </li>
        ))}
      </ul>
      <p className="field-hint">{t('password.common')}</p>
    </div>
  )
}

/** Few characters over and over; a hint only, the server knows more patterns. */
function isPlainPattern(password: string): boolean {
  return new Set(password.toLowerCase()).size < Math.min(5, password.length)
}

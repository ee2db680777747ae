/** Light, dark, or as the system has it; the choice stays on this device. */
import { useState } from 'react'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const storageKey = 'beleg.theme'

function keptTheme(): Theme {
  const kept = localStorage.getItem(storageKey)
  return themes.find((theme) => theme === kept) ?? 'auto'
}

/** Puts the kept choice on the document. */
export function applyTheme(theme: Theme = keptTheme()): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

/** The choice and its setter. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(keptTheme)
  return [
    theme,
    (next) => {
      localStorage.setItem(storageKey, next)
      applyTheme(next)
      setTheme(next)
    },
  ]
}

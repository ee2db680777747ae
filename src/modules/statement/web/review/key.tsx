/** The key of a step, for those who see it; others find all keys in their overview. */
import { keyOf } from './use-keys.ts'

export function Key({ of }: { of: keyof typeof keyOf }) {
  return <kbd aria-hidden="true">{keyOf[of]}</kbd>
}

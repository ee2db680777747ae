/** Counts down the seconds that a server asks to wait. */
import { useEffect, useState } from 'react'

/** @param occasion a new one starts the countdown anew, even with the same number */
export function useCountdown(seconds: number | null, occasion: unknown): number {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    setLeft(seconds ?? 0)
    if (!seconds) return
    const timer = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000)
    return () => clearInterval(timer)
  }, [seconds, occasion])
  return left
}

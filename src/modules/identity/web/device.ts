/**
 * What the server answered at the last sign-in on this device, sent with the next password: a stranger's wrong guesses
 * then do not slow this device. It opens nothing by itself.
 */
const storageKey = 'beleg.device'

/** Null before the first sign-in on this device. */
export function keptDevice(): string | null {
  return localStorage.getItem(storageKey)
}

/** Replaces what was kept. */
export function keepDevice(device: string): void {
  localStorage.setItem(storageKey, device)
}

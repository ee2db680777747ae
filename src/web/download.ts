/** Files that the server makes: fetched like everything else, so that a refusal is told and a second factor asked for. */
import type { FetchedFile } from '#platform/http/endpoint.ts'

/** Hands a fetched file to the browser, which keeps it where the reader keeps downloads. */
export function keepFile({ blob, fileName }: FetchedFile): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = fileName
  link.click()
  // The browser reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** How the forwarding to a SIEM stands, for `beleg doctor`. */
import { readForwardingState } from '#modules/siem/actions.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Instance } from './instance.ts'

export interface ForwardingReport {
  readonly target: string
  readonly entriesBehind: number
  readonly succeededAt: Date | null
  /** Why the last attempt failed; null when it did not. */
  readonly failure: string | null
}

/** Null where nothing is forwarded. */
export async function reportForwarding(instance: Instance, locale: Locale): Promise<ForwardingReport | null> {
  const { config, services } = instance
  if (config.siem === null) return null
  const { target, entriesBehind, state } = await readForwardingState(services, config.siem)
  const failure = state?.failure ?? null
  return {
    target,
    entriesBehind,
    succeededAt: state?.succeededAt ?? null,
    failure: failure && services.texts.text(locale, `problem.${failure.code}`, failure.params),
  }
}

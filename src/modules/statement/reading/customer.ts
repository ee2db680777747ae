/** Duties of the customer, who is called many names: customer, client, controller, you. */
import { customer, duty } from './kind-words.ts'

const party =
  '(?:kund(?:en?|innen)|auftraggeber(?:s|in)?|verantwortlichen|customers?|clients?|controllers?|data exporters?|subscribers?|users?|nutzer(?:s|n)?|anwender(?:s|n)?)'
const section = new RegExp(
  `(?:verantwortlichkeiten?|verantwortung|pflichten|mitwirkung\\p{L}*|aufgaben|obliegenheiten) (?:des |der |unserer |von |für )?${party}|mitwirkungspflicht|kundenpflicht|ihre (?:verantwortung|pflichten|mitwirkung|aufgaben)|(?:${party}|your)(?:['’]s?)? (?:responsib|dut|obligation|part|side|role)|(?:responsibilit\\p{L}*|obligations?|duties|tasks?) (?:of|for) (?:the |our |each )?${party}|was (?:sie|kunden) (?:tun|selbst|beitragen|müssen)|ihr beitrag|what (?:you|customers) (?:do|are responsible|must|need|can do)|complementary user entity|geteilte verantwortung|shared responsib`,
  'iu',
)
const belongsToCustomer = new RegExp(
  [
    `(?:ist|sind|bleibt|bleiben) (?:allein |ausschließlich |weiterhin |jedoch )?(?:(?:der|die) )?${party}\\s(?:\\p{L}+\\s){0,3}(?:verantwortlich|zuständig|verpflichtet)`,
    `(?:sind|bleiben) sie\\s(?:\\p{L}+\\s){0,3}(?:verantwortlich|zuständig|verpflichtet)`,
    `(?:obliegt|obliegen|verantwortung|pflicht|sache|aufgabe) (?:dem|den|des|der|jedes|beim?) ${party}`,
    `(?:ist|sind|bleibt) (?:ihre|eure|deine) (?:aufgabe|sache|verantwortung|pflicht)`,
    `(?:obliegt|obliegen) ihnen|(?:liegt|liegen) (?:allein |ausschließlich )?(?:bei ihnen|in ihrer (?:verantwortung|hand)|bei(?:m)? (?:den )?${party})`,
    `(?:responsibility|duty|obligation) of (?:the |each |our )?${party}`,
    `${party}(?:['’]s|s['’]) (?:sole |own )?responsibility`,
    `(?:your|customer) (?:own )?responsibility|(?:is|are|remains?) up to (?:you|the ${party})`,
    `bleib(?:t|en) in (?:der )?verantwortung|in (?:der )?verantwortung (?:des|der|unserer) ${party}`,
  ].join('|'),
  'iu',
)

/** Whether a heading announces what customers have to do. */
export function isCustomerSection(heading: string): boolean {
  return section.test(heading)
}

/** Whether the sentence makes something the customer's duty. */
export function isCustomerDuty(text: string): boolean {
  if (belongsToCustomer.test(text)) return true
  const head = text.slice(0, 90)
  const who = customer.exec(head)
  if (who === null || who.index > 12) return false
  const rest = text.slice(who.index + who[0].length, who.index + 160)
  const must = duty.exec(rest)
  return must !== null && must.index < 60 && !/(?:we|wir)(?!\p{L})/iu.test(rest.slice(0, must.index))
}

/**
 * Whether something is done, planned or denied. A plan and a gap must never read as fulfilled, while a prohibition that
 * protects ("never stored in plain text", "no access without approval") is what we do. So it matters what is negated: a
 * measure or a misdeed.
 */
import { wordPattern } from './quantify.ts'

/** What a status cell, a ticked box or a short answer says. */
export type Progress = 'done' | 'planned' | 'not' | 'none'

const notApplicable =
  /^(?:not in scope|n\s?\/\s?a|n\.\s?a\.?|na|entfällt|nicht (?:anwendbar|relevant|zutreffend|notwendig|erforderlich)|not (?:applicable|relevant|required|needed)|entbehrlich|out of scope|[-–—/.]+)(?![\p{L}])/iu
const plannedStatus =
  /^(?:geplant|planned|in planung|offen|open|to ?do|tbd|wip|in progress|in arbeit|in bearbeitung|in umsetzung|in einführung|im aufbau|pending|future|zukünftig|künftig|roadmap|vorgesehen|backlog|upcoming|in preparation|in vorbereitung|teilweise|teils|partial(?:ly)?|partly|begonnen|started|scheduled|demnächst|(?:coming )?soon|draft|entwurf|noch offen|wird (?:umgesetzt|eingeführt)|under (?:way|development|construction)|being \p{L}+|target|expected|bis (?:ende |q|20)|ab 20|by (?:q|end|20)|q[1-4][\s/]|20[2-9]\d)(?![\p{L}])/iu
const notStatus =
  /^(?:nein|no|n|nicht|not|noch nicht|keine?|none|fehlt|missing|absent|offline|inaktiv|inactive|disabled|deaktiviert|0\s?%)(?![\p{L}])/iu
const doneStatus =
  /^(?:ja|yes|y|j|x|umgesetzt|vollständig|erledigt|implementiert|implemented|fully|done|erfüllt|vorhanden|aktiv|active|in place|in kraft|in betrieb|complete[d]?|abgeschlossen|enabled|aktiviert|eingeführt|compliant|konform|live|operational|effective|wirksam|ok|policy|available|verfügbar|100\s?%)(?![\p{L}])/iu
const plannedMark = /[🔶🚧⏳🔜🟡🟠🔄◐]/u
const notMark = /[❌✗✘🔴]/u
const doneMark = /[✅✓✔☑☒🟢]/u

/** Null: the cell says nothing about progress. */
export function readProgress(cell: string): Progress | null {
  const text = cell.trim()
  const words = text.replace(/^[^\p{L}\p{N}/–—-]+/u, '')
  if (text !== '' && notApplicable.test(words)) return 'none'
  if (plannedMark.test(text) || plannedStatus.test(words)) return 'planned'
  if (/^(?:noch nicht|not yet)/iu.test(words) || notStatus.test(words) || notMark.test(text)) return 'not'
  if (doneMark.test(text) || doneStatus.test(words))
    return /(?:geplant|planned|teilweise|partial)/iu.test(words) ? 'planned' : 'done'
  return null
}

/** Words that are a status and nothing else. */
const wholeStatus =
  /^(?:ja|yes|nein|no|n\/a|geplant|planned|in planung|in arbeit|in progress|wip|in umsetzung|umgesetzt|implemented|(?:noch )?nicht (?:umgesetzt|vorhanden|implementiert)|not (?:yet )?(?:implemented|in place|available)|noch nicht|not yet|offen|open|todo|tbd|(?:teilweise|partially)(?: umgesetzt| implemented)?|erledigt|done|vorhanden|fehlt|missing|coming soon|soon|demnächst|roadmap|post-mvp|in vorbereitung|in preparation|future|zukünftig|entfällt|not applicable|nicht anwendbar|(?:geplant|planned|expected|vorgesehen|ab|bis|by|from|for|target(?:ed)?)(?: \p{L}+){0,2} (?:q[1-4][\s/]?)?20\d\d)$/iu

/** What a short cell, or the end of a line, says if it says nothing else. */
export function readWholeProgress(cell: string): Progress | null {
  const words = cell.trim().replace(/^[^\p{L}\p{N}/]+|[^\p{L}\p{N}]+$/gu, '')
  return wholeStatus.test(words) || words === '' || plannedMark.test(cell) ? readProgress(cell) : null
}

/** What a cell under "Status" says, wherever it says it. */
export function readStatusCell(cell: string): Progress | null {
  const said = readProgress(cell)
  if (said !== null) return said
  if (
    /(?:in progress|roadmap|planned|geplant|expected|erwartet|pending|in arbeit|in vorbereitung|in umsetzung|targeted|ongoing audit|läuft noch)/iu.test(
      cell,
    )
  )
    return 'planned'
  return /(?:not (?:yet )?(?:certified|implemented|in place|available|started)|noch nicht|nicht (?:umgesetzt|vorhanden|zertifiziert))/iu.test(
    cell,
  )
    ? 'not'
    : null
}

/** "Emergency drill (planned)", "MFA: no": what a line says of itself at its end; null where it says nothing. */
export function endProgress(text: string): Progress | null {
  const end = /^[^.:]{3,120}(?:\s?[([]|:\s|\s[–—-]\s)([^()[\]:–—]{1,40}?)[)\].]*$/u.exec(text.slice(0, 240))?.[1]
  return end === undefined || end.trim() === '' ? null : readWholeProgress(end)
}

const planned = wordPattern(`
  currently (?:preparing|building|implementing|introducing|rolling out|working on|working towards?|pursuing|evaluating|migrating)|
  (?:are|is) (?:actively )?(?:preparing for|working towards?|working on obtaining|pursuing|piloting|rolling out)|
  bereiten (?:uns|wir)|in the coming (?:year|months|quarters?)|im kommenden jahr|next (?:year|quarter)|
  (?:im )?nächste[sn] (?:jahr|quartal)|geplant|planen(?: wir)?|wir planen|in planung|in arbeit|künftig|zukünftig|
  demnächst|angestrebt|anstreben|streben(?= (?:\\p{L}+ ){0,8}an)|streben wir|strebt|beabsichtig\\p{L}*|in vorbereitung|im aufbau|
  in der einführung|auf unserer roadmap|auf der roadmap|arbeiten (?:wir )?(?:derzeit|aktuell|gerade)?(?: \\p{L}+){0,2} (?:an|daran)(?= (?:der|einer|einem|dem|unserer|die|eine))|
  vorgesehen|wird (?:derzeit|gerade|aktuell) (?:aufgebaut|eingeführt|vorbereitet|umgesetzt|entwickelt|geprüft)|
  (?:is|are|being|currently) planned|planned for|(?<!(?:response|continuity|recovery|security|management|contingency|action|treatment|backup|emergency) )plans? to|planning to|(?:we )?intends? to|aims? to|
  upcoming|will (?:soon|shortly) be|will be (?:introduced|implemented|added|rolled out|available|deployed|launched|completed|enabled)|
  (?:is|are) (?:scheduled|slated|targeted|due|expected) (?:for|to|in|by)|coming soon|on (?:our|the) roadmap|
  (?:is|are) (?:currently )?being (?:introduced|implemented|rolled out|set up|built|developed|evaluated|prepared)|
  in the process of|post-mvp|in the future|future release|(?:we )?expect to|to be (?:implemented|written|introduced|completed|defined|rolled out)|
  under (?:development|construction)|wollen wir|möchten wir|haben wir (?:uns )?vor|noch in diesem jahr|later this year|
  (?:holen|führen|setzen|bauen|rüsten|stellen) wir (?:[\\p{L}\\d]+ ){0,6}20[2-4]\\d(?: \\p{L}+)?|befindet sich (?:derzeit |noch )?(?:im|in) (?:aufbau|umsetzung|planung|einführung|vorbereitung)`)
/** "geplante Wartung", "planned maintenance": what happens as planned is no plan. */
const notAPlan =
  /(?:geplante[nr]?|planned|upcoming|künftige[nr]?|zukünftige[nr]?|future) (?:wartung\p{L}*|änderung\p{L}*|ausfall\p{L}*|downtime\p{L}*|maintenance|outages?|changes?|releases?|updates?|threats?|incidents?|bedrohung\p{L}*|vorfäll\p{L}*)|in the future (?:we will )?(?:inform|notif)|für die zukunft|wie geplant|as planned|verhindern.{0,30}künftig|prevent.{0,40}future/iu
const futureYear =
  /(?<!\p{L})(?:by|until|bis|ab|im lauf(?:e)?|im|during|in|from|starting|ende|mitte|anfang|herbst|frühjahr|sommer|winter|quartal|q[1-4])\s(?:the end of |end of |ende |mitte |anfang |zum |des jahres |early |late |q[1-4][\s/]|(?:\p{L}+ )?quartal )?20[2-4]\d(?!\d)/iu
const future = wordPattern('werden wir|wir werden|will|wird|werden|soll|sollen|shall')

/** Whether the sentence announces what is not there yet. */
export function isPlanned(text: string): boolean {
  if (futureYear.test(text) && future.test(text) && !/(?:gelten|gilt|effective|applies|apply)/iu.test(text)) return true
  return planned.test(text) && !notAPlan.test(text)
}

const achieved =
  '(?:zertifiziert|verschlüsselt|umgesetzt|implementiert|durchgeführt|vorhanden|etabliert|eingeführt|erprobt|geübt|auditiert|eingerichtet|bestellt|benannt|dokumentiert|protokolliert|überwacht|redundant|abgeschlossen|getestet|geprüft|gewährleistet|sichergestellt|certified|encrypted|implemented|performed|conducted|in place|established|tested|audited|appointed|undergone|obtained|completed|monitored|logged|achieved|exercised|documented|rehearsed|available|enabled)'
const deniedVerb = new RegExp(
  `(?<!\\p{L})(?:nicht|nie|not|n['’]t|never)(?: (?:\\p{L}|[-\\d])+){0,5}? ${achieved}(?!\\p{L})`,
  'iu',
)
const deniedYet = wordPattern(`
  noch nicht|noch kein\\p{L}*|noch nie|(?:derzeit|aktuell|momentan|bislang|bisher|zurzeit|gegenwärtig)(?: \\p{L}+){0,2} (?:nicht|kein\\p{L}*|nie)|
  (?:nicht|kein\\p{L}*) (?:derzeit|aktuell|momentan|bislang|bisher|zurzeit)|existiert derzeit (?:nicht|kein\\p{L}*)|not (?:yet|currently|presently)|
  (?:currently|presently|generally) (?:not|no)|yet to|not at (?:the moment|this time|present)|no (?:longer )?(?:formal|dedicated) (?:\\p{L}+ )?(?:process|programme?|plan|team)`)
const measureNoun =
  '(?:zertifi\\p{L}*|certifi\\p{L}*|attestation\\p{L}*|testat\\p{L}*|audits?|auditbericht\\p{L}*|soc 2|iso|pen-?tests?|penetrationstests?|penetration tests?|mfa|2fa|zwei-faktor\\p{L}*|multi-faktor\\p{L}*|multi-?factor|two-?factor|backups?|datensicherung|verschlüsselung|encryption|siem|soc|monitoring|überwachung|prozess\\p{L}*|process\\p{L}*|plan|pläne|policy|policies|richtlinien?|programm\\p{L}*|programs?|programmes?|beauftragte\\p{L}*|officer|abteilung|department|sso|saml|scim|firewalls?|waf|logging|protokollierung|versicherung|insurance|training|schulung\\p{L}*|tests?|alarm\\p{L}*|redundan\\p{L}*|failover|hochverfügbarkeit|ha|high availability|konzept\\p{L}*|scans?|überprüfung\\p{L}*|reviews?|bug bounty|bounty|hsm|rezertifizierung\\p{L}*|pseudonymisierung|anonymisierung|mandantentrennung|videoüberwachung|zutrittskontroll\\p{L}*|virenschutz|virenscanner|antivirus|rate limiting|sbom|notstrom\\p{L}*|usv|übung\\p{L}*|exercises?|drills?)'
/** "do not have an incident process": what is denied to be had or done must be a measure. */
const deniedObject = new RegExp(
  `(?<!\\p{L})(?:not|n['’]t)(?: \\p{L}+){0,2} (?:hold|held|have|offer|perform|conduct|maintain|operate|run|provide|support|possess|use|carry out)(?: (?:\\p{L}|[-\\d])+){0,5}? ${measureNoun}(?!\\p{L})`,
  'iu',
)
const deniedNoun = new RegExp(
  `(?<!\\p{L})(?:kein(?:e|en|er|em|es)?|no|neither|weder|without an?|lacks? an?|nicht über eine?n?)(?: (?:\\p{L}|[-\\d])+){0,3}? ${measureNoun}(?!\\p{L})`,
  'iu',
)
const deniedHaving = new RegExp(
  `${measureNoun}(?:\\s[\\p{L}\\d/.-]+){0,6} (?:haben|besitzen|betreiben|führen|bieten|unterhalten|gibt es|existier\\p{L}*|besteht|liegt)(?: wir)?(?: \\p{L}+){0,3} nicht(?: vor| an| durch)?[.!]?$|(?:gibt|haben|besitzen|verfügen|betreiben)[^.]{0,60}${measureNoun}[^.]{0,30} nicht[.!]?$`,
  'iu',
)
/** The negation forbids: what follows is the exception, or what is refused is old, weak, somebody else's. */
const forbidding =
  /(?<!\p{L})(?:ohne|without|unless|außer|except|until|bevor|bis|other than|outside|außerhalb|unbefugt\p{L}*|unauthori[sz]ed|unverschlüsselt\p{L}*|unencrypted|plain ?text|klartext|in the clear|shared with|weitergegeben|verkauf\p{L}*|sell|sold|tls 1\.[01]|ssl|veraltet\p{L}*|outdated|legacy|older|ältere?|schwache?|weak|http|default passwords?|standardpasswör\p{L}*)(?!\p{L})/iu
const misdeed =
  /(?:single point of failure|kein(?:e|en)? (?:dritte|mandant|zugriff|personenbezogen|kunde)|no (?:customer|personal|one|person|third|tenant|user|employee|access|data))/iu

const concession =
  /;|(?:,\s?|\s)(?:although|though|even though|obwohl|wenngleich|auch wenn|aber|but|jedoch|allerdings|however|(?:sind|ist|haben|hat|werden|wird)(?: \p{L}+){0,2} (?:jedoch|aber|allerdings)|and (?:is|are) (?:currently |presently )?not)(?=\s)/iu
const opening = /^(?:while|although|though|even though|obwohl|wenngleich|auch wenn|zwar)\s[^,]{3,200},\s+/iu

/**
 * The part of a sentence that stands: "aligned with ISO 27001, but not certified" promises the first half only, and
 * must not be bound to the second. The whole sentence where nothing is taken back.
 */
export function affirmedPart(text: string): string {
  const lead = opening.exec(text)
  if (lead !== null && deniesMeasure(lead[0])) return text.slice(lead[0].length)
  const at = concession.exec(text)
  if (at === null || at.index < 20) return text
  const head = text.slice(0, at.index)
  return deniesMeasure(text.slice(at.index)) && !deniesMeasure(head) && head.split(/\s+/).length >= 3 ? head : text
}

/** Whether the sentence says of a measure that it is not done or not there. */
export function deniesMeasure(text: string): boolean {
  if (
    /(?:may be transferred|unverschlüsselt übertragen|übertragen (?:\p{L}+ ){0,3}unverschlüsselt|(?:stored|gespeichert)(?: \p{L}+){0,3} (?:unencrypted|unverschlüsselt|im klartext|in plain ?text)(?! (?:is|are|never)))/iu.test(
      text,
    )
  )
    return !/(?:nie|never|nicht|not|kein|no)(?!\p{L})/iu.test(text)
  if (misdeed.test(text)) return false
  const yet = deniedYet.test(text)
  if (!yet && forbidding.test(text)) return false
  if (yet) return true
  const verb = deniedVerb.exec(text)
  if (verb !== null && !isSubordinate(text, verb.index) && !/(?:nur|only|just|solely)(?!\p{L})/iu.test(verb[0]))
    return true
  const object = deniedObject.exec(text)
  if (object !== null && !isSubordinate(text, object.index)) return true
  const noun = deniedNoun.exec(text)
  if (noun !== null && !isSubordinate(text, noun.index)) return true
  return deniedHaving.test(text)
}

/** Whether what follows belongs to a relative or final clause: "data that is not encrypted is refused". */
function isSubordinate(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 60), at)
  return /(?:,\s*(?:die|der|das|welche\p{L}*|dass|damit|sodass|wenn|falls|sofern|weil|um)|\s(?:that|which|who|whether|if|when|where|because|so that))\s(?:\p{L}+\s){0,6}$/iu.test(
    before,
  )
}

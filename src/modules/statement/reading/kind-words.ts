/**
 * The wordings by which `classify.ts` tells kinds apart, German and English. All run on a bounded text and have no
 * nested repetition.
 */
import { wordPattern } from './quantify.ts'

export const mayWord = wordPattern('k(?:ann|önnen)|may|might|can')
export const hypothetical = wordPattern('could|könnten?|would|würden?')
export const customer = wordPattern(`
  (?:der |die |unsere |jeder |jede )?(?:kunde|kunden|kundin|auftraggeber|auftraggebers|auftraggeberin)|sie|
  customers?(?! (?:support|data|success|service|care|information|content|accounts?|environments?|facing|relationship))(?: organi[sz]ations?)?|clients?|you|your|subscribers?|(?:the )?(?:data )?controllers?|(?:the )?data exporter|
  (?:der |die )?auftraggeberinnen`)
export const duty = wordPattern(`
  sicherzustellen|stellt sicher|sorgt|sorgen|(?:selbst |allein |weiterhin )?(?:verantwortlich|zuständig|verpflichtet)|verantwortung|obliegt|obliegen|müssen|
  muss|sollten|sollte|soll|responsib(?:le|ility|ilities)|must|should|shall|obliged|obligated|agree to|required to|
  need to|needs to|accountable|gewährleisten|gewährleistet|stellen sicher|tragen dafür|verpflichten sich|haben dafür|legt fest|legen fest|decides?|configures?|keeps|manages`)
export const disclosureTopic = wordPattern(`
  schwachstelle\\p{L}*|sicherheitslücke\\p{L}*|\\p{L}*vorf(?:all|alls|älle|ällen|alles)|meldung\\p{L}*|melden|
  vulnerabilit\\p{L}*|incidents?|exploits?|security (?:issues?|concerns?|bugs?|flaws?|problems?)|reports?|
  disclosure|abuse|weakness\\p{L}*|bugs?`)
export const noneLead = wordPattern(`
  beispiele?|examples?|for example|beispielsweise|gilt für|gelten für|applies to|apply to|applicable to|
  referenzen|references|siehe auch|see also|weitere informationen|further information|konsequenzen|
  folgenden maßnahmen führen|disziplin\\p{L}*|definition\\p{L}*|schritte|steps|before deploying|verify|checklist|
  to rotate|implement dual|warn(?:zeichen|signs?)|watch for|potentially suspicious|begriffe|terms|
  inhaltsverzeichnis|inhalt|contents|links|logged events|allowed|configuration|konfiguration|ansprechpartner|
  kontakt|contact`)
export const planSection = wordPattern(`
  geplant\\p{L}*|nicht (?:implementiert|umgesetzt)|noch offen|offene? punkte|roadmap|ausblick|zukünftig\\p{L}*|
  planned|not implemented|open (?:items|points|issues)|future|upcoming|to-?dos?|next steps|coming soon|known gaps|
  nächste schritte|bekannte lücken|in vorbereitung`)
export const noSection = wordPattern(`
  change ?log|änderungshistorie|revisionshistorie|version history|revision history|document history|references|
  referenzen|quellen|sources|glossar|glossary|definitionen|definitions|begriffe|inhaltsverzeichnis|
  table of contents|contents|impressum|imprint|freigabe|approval|geltungsbereich|scope|checklist|conse(?:quences)|
  konsequenzen bei verstößen|overview & policy purpose|zweck und zielsetzung|want to know more|questions`)
export const documentSubject =
  /^(?:(?:alle|all|unsere|our)\s)?(?:dies(?:e[rsnm]?)?|das|die|der|this|these|the|unsere?|our)\s(?:(?:hier|vorliegenden?|oben|folgenden?|above|present|following)\s)?(?:[\p{L}\p{N}„“"&/-]+\s){0,3}?(?:sicherheitsdokumentation|informationssicherheitsmaßnahmen|sicherheitsmaßnahmen|security statement|sicherheitsaussage|sicherheitserklärung|statement|dokuments?|dokumentation|erklärung|aussagen?|zusicherungen|sätze|texte?|seite|übersicht|leitlinie|document|documentation|page|sentences|overview|security measures|measures|description|annex|anlage|tom|toms|tom-übersicht|beschreibung|guide|article|notice|summary|fassung|version|policy|richtlinie|paper|white ?paper|papier|section|abschnitt)(?![\p{L}-])/iu
export const thisDocument = wordPattern(`
  dies(?:e|er|es|en|em) (?:\\p{L}+ )?(?:dokuments?|erklärung|aussage|seite|übersicht|anlage|beschreibung|
  statements?|security statements?|tom|toms|text|textes|maßnahmen|informationssicherheitsmaßnahmen)|
  this (?:\\p{L}+ )?(?:document|statement|page|overview|annex|description|notice|text)|
  these (?:\\p{L}+ )?(?:measures|statements|toms|terms)`)
export const describing = wordPattern(`
  dokumentiert|dokumentieren|beschreib(?:t|en)|schildert|erläutert|fasst|zeigt|listet|enthält|richtet sich|dient|
  definiert|stellt (?:dar|vor)|gibt (?:einen )?überblick|describes?|documents?|outlines?|lists?|explains?|
  summari[sz]es?|defines?|provides? an? (?:overview|summary)|presents?|covers|is intended|is to|represents?|
  speaks? of|(?:is|are) maintained by|(?:is|are) written for|wird gepflegt|spricht von|sprechen von|handelt von`)
export const noticeWord = wordPattern(`
  gelten|gilt|gültig|in kraft|bestandteil|teil des|aktualisier\\p{L}*|angepasst|geändert|ändern|fortgeschrieben|
  keine garantie\\p{L}*|keine (?:vertragliche |rechtliche )?zusicherung\\p{L}*|keine gewähr\\p{L}*|
  beschreibender natur|beschreibend|unverbindlich|ersetz(?:t|en)|verbindlich|maßgeblich|fassung\\p{L}*|effective|
  valid|apply|applies|form part|forms part|part of|updated?|amended?|modif\\p{L}*|changed?|supersedes?|replaces?|
  no (?:guarantees?|warrant\\p{L}*)|not (?:a |constitute a? ?)(?:guarantee|warranty)|descriptive|informational|
  binding|in force|prevails?|published|takes? effect|vorbehalten|durch gleichwertige`)
export const reviewWord = wordPattern(`
  überprüf\\p{L}*|überprüft|geprüft|prüfen|reviewed|reviews?|re-?evaluated?|auditiert|audited|checked|review`)
export const reserve = wordPattern(
  'behalten uns (?:das recht )?vor|behält sich vor|reserves? the right|bleiben vorbehalten|(?:darf|dürfen) (?:\\p{L}+ ){0,4}durch gleichwertige|may replace (?:\\p{L}+ ){0,4}(?:measures|controls)|may (?:update|change|adapt|modify|amend) (?:these|the|its|our) (?:\\p{L}+ ){0,3}(?:measures|controls|safeguards)',
)
export const noGuarantee = wordPattern(`
  keine garantien?|keine gewähr|no guarantees?|no warrant(?:y|ies)|not a guarantee|not constitute a (?:guarantee|
  warranty)|kein(?:e)? system ist|no system (?:is|can be)|cannot guarantee|absolute sicherheit|perfect security|not constitute legal|legal advice|rechtsberatung`)

export const commitment = wordPattern(`
  stell(?:t|en)(?: \\p{L}+){0,6} sicher|gewährleist\\p{L}*|verpflichtet|verpflichten|verpflichtend|
  garantier\\p{L}*|sicherstellen|sichergestellt|muss|müssen|dürfen|darf|ensures?|guarantees?|must|shall|
  is required|are required|mandatory|will|undertakes?|commits? to`)
export const finite = wordPattern(`
  ist|sind|wird|werden|wurde|wurden|hat|haben|erfolg(?:t|en)|besteh(?:t|en)|lieg(?:t|en)|unterhält|unterhalten|
  führt|führen|nutzt|nutzen|verwend(?:et|en)|setzt|setzen|speicher(?:t|n)|verschlüssel(?:t|n)|prüf(?:t|en)|
  schütz(?:t|en)|erhält|erhalten|durchläuft|durchlaufen|finde(?:t|n)|überwach(?:t|en)|betreib(?:t|en)|
  existier(?:t|en)|gilt|gelten|benötig(?:t|en)|erfordert|erfordern|verhindert|ermöglich(?:t|en)|bestätig(?:t|en)|
  melde(?:t|n)|inform(?:iert|ieren)|protokollier(?:t|en)|beschränkt|beschränken|gehör(?:t|en)|läuft|laufen|is|are|
  was|were|be|been|has|have|had|does|do|will|must|shall|should|uses?|maintains?|encrypts?|stores?|requires?|
  provides?|performs?|conducts?|reviews?|tests?|monitors?|logs?|limits?|restricts?|receives?|undergo(?:es)?|
  implements?|employs?|keeps?|runs?|operates?|applies|apply|follows?|protects?|prevents?|notif(?:y|ies)|inform|
  train|trains|complet(?:e|es)|aligns?|supports?|enforces?|expires?|belongs?|holds?|sits?|confirms?|answers?|
  treats?|documents?`)
export const praise = wordPattern(`
  nehmen(?: \\p{L}+){0,6} ernst|höchste priorität|oberste priorität|liegt uns am herzen|steht an erster stelle|
  unser ziel ist|unser anspruch|vertrauen sie|wir wissen|wir verstehen|wir glauben|wir sind überzeugt|stolz|
  very seriously|seriously|top priority|highest priority|deeply committed|is critical|are critical|is important|
  particularly important|essential to|huge responsibility|we believe|we understand|we know|we are honest|honest about|we recogni[sz]e|
  we realize|our goal|our mission|our intention|peace of mind|proud|trust is|earn(?:ed)? (?:the|your) trust|
  core to our|world-?class|cutting[- ]edge|around the block|committed to (?:security|protecting|continuously|
  keeping|your)|is committed to|shared responsibility|gemeinsame aufgabe|we rely on|delicate balance|
  it is our responsibility`)
export const pointer =
  /^\(?(?:entwurf|draft|vorlage|ausnahme:|exception:|in particular|daraus folgt|siehe|mehr (?:dazu|informationen)|weitere informationen|details|erfahren sie|lesen sie|beispiel:|quelle:|for (?:more|detailed|further|access)|see |learn more|read more|you can (?:view|find|reach|see|request|read|learn)|to (?:learn|request|secure|get)|go to|visit\s|example|source:|additional information about|information (?:about|on) [^.]{3,120} (?:is|are) available|location:|have a |want to|talk to|contact |questions|sie (?:finden|können .{0,40}(?:einsehen|nachlesen))|take a look)/iu
export const definition = wordPattern(`
  maßnahmen,? die (?:geeignet sind|dazu dienen|verhindern|gewährleisten|sicherstellen)|^gewährleistung,? dass|es ist zu (?:verhindern|gewährleisten)|
  measures (?:that are )?suitable (?:to|for)|
  (?:is|are) (?:an? |the )?(?:set|type|kind|practice|method|form|protection|property|scope|purpose)|bezeichnet|
  bezeichnen|versteht man|verstehen wir|zu verstehen|this (?:typically )?means|means that|refers to|
  is referred to|allows attackers|enables attackers|ermöglicht angreifern|(?:is|are) (?:a )?(?:security )?best practices?|is defined as|is considered|im sinne|daraus folgt|this means|das bedeutet`)
export const meta =
  /^(?:(?:last|latest|letzte[rs]?) \p{L}{3,20}(?=:)|completed by|erstellt (?:mit|von|am|nach)|ausgefüllt von|prepared by|erstellt von|bearbeitet von|bearbeiter\p{L}*|reviewed by|geprüft von|freigegeben von|verantwortlicher?|organisation|stand|änderungshistorie|change ?log|history|zuletzt (?:aktualisiert|geändert)|letzte (?:aktualisierung|änderung)|last (?:updated|modified|revised|reviewed)|version|datum|date|author|autor|owner|verantwortlicher?:|verantwortlich:|status|revision|dokument|document id|klassifizierung|classification:|template|genehmigt|approved by|nächster review|next review|organisation|framework|applies to|maintained by|review frequency|gültig ab|effective(?: date| from)?:|©|copyright|alle rechte|all rights|impressum|ansprechpartner)(?:\.?\s*[:|©]|\s+\d|\s(?:am|on|der|by|date)\s)/iu
/** "E-Mail: name@example.org", "Tel. 030 …". */
export const contactLine =
  /^(?:tel|telefon|phone|fax|e-?mail|adresse|address|kontakt|contact|web|website)\.?\s*[:|]?\s*(?=\S*[@\d])/iu
/** A remark beside the text; only what it says plainly counts. */
export const aside = /^(?:hinweis|anmerkung|note|important|wichtig|tip|tipp|remark):/iu
export const placeholder =
  /\[(?:todo|tbd|datum|name|date)\b|<[a-z-]+>|\[[^\]]{0,40}(?:aktivieren|bestätigen|dokumentieren|bereitstellen)\b/iu
export const contactSign = /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}\.[\p{L}]{2,}|https?:\/\/|(?<!\p{L})www\./iu
export const invitation = wordPattern(`
  bitte|please|kontaktieren sie|wenden sie sich|schreiben sie|melden sie|senden sie|nennen sie|teilen sie|
  geben sie|beschreiben sie|contact us|write to|email us|e-mail us|let us know|tell us|send us|report (?:it|them|
  security|any|a|vulnerabilities)|reach out|reach us|get in touch|erreichen sie`)
export const conditionReporter =
  /^(?:wenn|falls|sollten|sofern|haben) sie\s|^if you\s|^should you\s|^have you\s|^(?:a|your) (?:good |helpful )?report\s|^(?:ihre|eine) (?:gute |hilfreiche )?meldung\s/iu
export const subordinate =
  /(?:,\s*)(?:die|der|das|welche[rs]?|dass|damit|sodass|so dass|wenn|falls|um|was|wer|deren|dessen|which|who|that|so)\s|\s(?:so that|to ensure|to make sure|to allow|ensure that|ensures that|in order to|whether|that|which|who)\s/iu
export const conditional =
  /^(?:wenn|falls|sollten?|sofern|soweit|tritt|treten|wird|werden|if|when|where|while|whenever|should|in the event|once|before|vor|bevor|nach|after|since|although|obwohl|während)\s/iu
/** A consequence, not an option: "can lead to disciplinary action". */
export const consequence =
  /(?:can|may|could|might) (?:\p{L}+ )?(?:lead|result) |can be (?:reached|contacted|requested|obtained|made available)|(?:kann|können)[^.]{0,60} (?:erreicht|kontaktiert|angefordert|bereitgestellt) werden|k(?:ann|önnen) (?:\p{L}+ ){0,8}(?:führen|nach sich ziehen|zur folge haben)/iu
/** Asks the reader to do something. */
export const imperative =
  /^(?:(?:bitte|please|always|never|immer|niemals)\s+)?(?:\p{Lu}\p{L}+en sie(?= )|bitte|please|keep|choose|remove|use|enable|activate|make sure|ensure|do not|don['’]t|never|protect|review|back up|set up|configure|assign|revoke|train|inform|update|sichern|halten|wählen|verwenden|nutzen|aktivieren|entfernen|schützen|prüfen|achten|vergeben|geben|bewahren|stellen|erstellen|richten|sorgen)\s/iu
/** A sentence about what we do, whatever it is: its subject is we, our things, our people or the data. */
export const asserting = wordPattern(`
  wir|uns|unser\\p{L}*|we|our|us|alle|jede[rsnm]?|sämtliche|all|every|each|nur|only|niemand|nobody|no one|kein\\p{L}*|never|nie|niemals|
  mitarbeit\\p{L}*|beschäftigte\\p{L}*|employees?|personnel|staff|engineers?|managers?|administrator\\p{L}*|daten|data|zugriff\\p{L}*|access|
  system\\p{L}*|server\\p{L}*|kundendaten|konten|accounts?|geräte|devices?|laptops?|notebooks?|software|anwendung\\p{L}*|applications?|
  dienste?|services?|vorfälle|incidents?|risiken|risks?|änderungen|changes?|dienstleister\\p{L}*|vendors?|suppliers?|protokolle?|logs?|
  passwör\\p{L}*|passwords?|schlüssel|keys?|requests?|anfragen|releases?|updates?|dokumente|documents?|nachrichten|messages?|
  auftragnehmer\\p{L}*|processor|development|capacity|infrastruktur|infrastructure|netz\\p{L}*|networks?|support|kunden|customers?`)
/** What sells the product rather than says what protects it. */
export const marketing =
  /(?<!\p{L})(?:\d[\d.,]*\+? (?:\p{L}+ ){0,2}(?:kunden|customers|teams|nutzer|users|unternehmen|companies|organi[sz]ations|redaktionen|kliniken|clinics|schools|schulen)|thousands of|millions of|hundreds of|tausende(?:n|r)?(?= \p{Lu})|millionen (?:von )?(?:nutzer|kunden|menschen)\p{L}*|führend\p{L}*|leading|best-in-class|award|gegründet|founded|since (?:19|20)\d\d|seit (?:19|20)\d\d|helps? (?:you|teams|companies|customers|organi[sz]ations|businesses)|hilft (?:ihnen|teams|unternehmen|kunden|verlagen)|lets (?:you|teams|analysts)|empower\p{L}*|pricing|preise|free trial|kostenlos testen|demo|subscribe|abonnieren|cookies?|newsletter|schedule a)(?!\p{L})/iu
/** What comes of it, not what is done: "This way we can catch issues early". */
export const resulting =
  /^(?:this way|that way|this (?:allows|lets|enables|means|helps|ensures you)|dadurch|somit|auf diese weise|so können|damit können|as a result|infolgedessen)(?!\p{L})/iu
/** Other words for "may", said to the customer. */
export const offered =
  /(?:auf wunsch|optional)[^.]{0,60}(?:lässt|lassen) sich|(?:lässt|lassen) sich[^.]{0,60}(?:aktivieren|einschalten|zuschalten|erzwingen|konfigurieren|einrichten|anbinden)|(?:you|customers|users|clients) (?:have the option|are able|are free) to|(?:is|are) optional(?!\p{L})|haben die möglichkeit|^(?!.*(?:nur|ausschließlich|nicht|only|not)(?!\p{L})).{3,80}(?:ist|sind|is|are)[^.;,]{0,60} (?:möglich|possible)(?!\p{L})/iu
/** Banners that stand on every page. */
export const boilerplate =
  /cookies?(?!\p{L}).{0,120}(?:experience|erlebnis|personali|consent|accept|akzeptier|zustimm|analy|website|webseite|improve|verbesser)|(?:accept|akzeptier)\p{L}* (?:all )?cookies|javascript (?:is|must be) /iu

/**
 * Domains under which anybody gets an address in a minute: free mail, forwarding and throw-away providers. An address
 * there says nothing about whom its holder works for. Kept by hand; subdomains count as well.
 */
const domains = `
  gmail.com googlemail.com gmail.de outlook.com outlook.de outlook.at hotmail.com hotmail.de hotmail.co.uk hotmail.fr
  hotmail.it live.com live.de live.nl live.co.uk msn.com passport.com windowslive.com
  yahoo.com yahoo.de yahoo.at yahoo.co.uk yahoo.fr yahoo.it yahoo.es yahoo.co.in ymail.com rocketmail.com aol.com aol.de
  icloud.com me.com mac.com
  gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.eu gmx.info gmx.org web.de email.de mail.de freenet.de t-online.de arcor.de
  freemail.de online.de 1und1.de vodafone.de vodafonemail.de kabelmail.de unitybox.de unity-mail.de alice.de alice-dsl.net
  o2online.de o2mail.de ewe.net ewetel.net netcologne.de osnanet.de versanet.de htp-tel.de lycos.de compuserve.de
  posteo.de posteo.net posteo.eu mailbox.org tutanota.com tutanota.de tuta.com tuta.io tutamail.com keemail.me
  protonmail.com protonmail.ch proton.me pm.me fastmail.com fastmail.fm fastmail.de runbox.com startmail.com hushmail.com
  disroot.org riseup.net systemli.org dismail.de ctemplar.com mailfence.com countermail.com kolabnow.com eclipso.de
  eclipso.eu aikq.de secure.mailbox.org simplelogin.com simplelogin.co aleeas.com slmail.me anonaddy.com anonaddy.me
  addy.io duck.com relay.firefox.com mozmail.com privaterelay.appleid.com
  bluewin.ch sunrise.ch hispeed.ch green.ch a1.net chello.at aon.at inode.at drei.at utanet.at
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr libero.it virgilio.it tiscali.it alice.it tin.it
  inwind.it fastwebnet.it telefonica.net terra.es ziggo.nl kpnmail.nl planet.nl xs4all.nl home.nl hetnet.nl telenet.be
  skynet.be proximus.be seznam.cz centrum.cz email.cz post.cz wp.pl o2.pl onet.pl interia.pl gazeta.pl tlen.pl azet.sk
  zoznam.sk abv.bg mail.bg freemail.hu citromail.hu indamail.hu inbox.lv inbox.lt mail.ee hot.ee sapo.pt
  telia.com spray.se bredband.net online.no start.no jubii.dk mail.dk luukku.com suomi24.fi
  btinternet.com virginmedia.com sky.com talktalk.net ntlworld.com blueyonder.co.uk tiscali.co.uk comcast.net verizon.net
  att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com netzero.net optonline.net rogers.com
  shaw.ca sympatico.ca telus.net bigpond.com optusnet.com.au
  mail.com email.com usa.com europe.com consultant.com engineer.com post.com writeme.com iname.com myself.com
  dr.com techie.com cheerful.com accountant.com lawyer.com workmail.com
  yandex.ru yandex.com ya.ru mail.ru bk.ru list.ru inbox.ru rambler.ru ukr.net i.ua meta.ua
  qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com naver.com daum.net hanmail.net
  rediffmail.com zoho.com zohomail.com zohomail.eu inbox.com lavabit.com safe-mail.net
  mailinator.com guerrillamail.com guerrillamail.de guerrillamail.net guerrillamail.org grr.la sharklasers.com
  10minutemail.com 10minutemail.net tempmail.com temp-mail.org temp-mail.io tempmail.dev tempr.email yopmail.com
  yopmail.fr yopmail.net trashmail.com trashmail.de trashmail.net trash-mail.com wegwerfmail.de wegwerfmail.net
  wegwerfmail.org einrot.com spambog.com spambog.de discard.email discardmail.com discardmail.de byom.de muellmail.com
  spoofmail.de kurzepost.de objectmail.com proxymail.eu rcpt.at getnada.com nada.email moakt.com mohmal.com maildrop.cc
  mailnesia.com mailcatch.com mailnull.com dispostable.com fakeinbox.com throwawaymail.com burnermail.io emailondeck.com
  mintemail.com mytemp.email spamgourmet.com tempinbox.com getairmail.com mailsac.com inboxkitten.com minutemail.io
`

export const freeMailDomains: ReadonlySet<string> = new Set(domains.trim().split(/\s+/))

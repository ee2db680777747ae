/** Cryptography, hosting, backup and everything of operation and partners (C16 to C29) against the frameworks. */
import { parseMapping } from './shape.ts'

export const operationMapping = parseMapping(`
  cryptography.transit | iso <A.8.24 <A.5.14 <A.8.20 <A.8.21 | gs <CON.1 <NET.3.3 <APP.3.2 | pp =KONF.14.1 <ASST.4.2 | soc =CC6.7 | gdpr <32 | nis <9
  cryptography.at-rest-fields | iso <A.8.24 | gs <CON.1 <APP.4.3 | pp =KONF.11.8 | soc <CC6.1 <C1.1 | gdpr <32 | nis <9
  cryptography.at-rest-volume | iso <A.8.24 <A.7.10 | gs <CON.1 <SYS.1.8 | pp =KONF.3.2 | soc <CC6.1 <C1.1 | gdpr <32 | nis <9
  cryptography.secret-storage | iso <A.5.17 <A.8.24 | gs <CON.1 <ORP.4 | pp =KONF.1.5 <BER.6.1 | soc <CC6.1 | gdpr <32 | nis <9
  cryptography.key-access | iso <A.8.24 | gs <CON.1 | pp <BER.7.9 | soc <CC6.1 <CC6.3 | gdpr <32 | nis <9
  cryptography.key-rotation | iso <A.8.24 | gs <CON.1 | pp <BER.7.10 <BER.7.15 | soc <CC6.1 | gdpr ~32 | nis <9
  cryptography.agility | iso <A.8.24 | gs <CON.1 | pp <BER.5.4 <BER.7.8 | soc ~CC6.1 | gdpr <32 | nis =21(2)(h) <9
  cryptography.certificates | iso <A.8.24 | gs <CON.1 <APP.3.2 | pp =BER.7.14 ~DET.4.8 | soc <CC6.7 | gdpr ~32 | nis <9
  cryptography.pseudonymisation | iso =A.8.11 <A.5.34 | gs <CON.2 | pp =ASST.3.7 | soc ~P4.1 | gdpr <32 <25 | nis ~9
  hosting.eu-only | iso <A.5.23 <A.5.31 <A.5.34 | gs <OPS.2.2 <CON.2 | pp <BES.2.2 =BES.2.3 | soc ~CC9.2 | gdpr <44 | nis ~5.1
  hosting.certified-provider | iso <A.5.23 <A.5.22 ~A.7.1 | gs <OPS.2.2 <OPS.2.3 ~INF.2 | pp =BES.4.8 | soc <CC9.2 ~CC6.4 | gdpr <28 | nis <5.1
  hosting.physical-access | iso =A.7.1 =A.7.2 <A.7.3 <A.7.6 | gs <INF.1 <INF.2 | pp =GEB.3.3 <GEB.2.1 | soc =CC6.4 | gdpr <32 | nis =13.3
  hosting.visitors | iso <A.7.2 <A.7.6 | gs <INF.1 <INF.2 | pp <GEB.3.2 | soc <CC6.4 | gdpr <32 | nis <13.3
  hosting.surveillance | iso =A.7.4 | gs <INF.2 | pp =GEB.3.1 <GEB.3.6 | soc <CC6.4 | gdpr <32 | nis <13.3
  hosting.fire | iso <A.7.5 | gs <INF.1 <INF.2 | pp =GEB.10.2 | soc <A1.2 | gdpr <32 | nis <13.2
  hosting.power | iso <A.7.11 | gs <INF.2 <INF.5 | pp =GEB.9.1 | soc <A1.2 | gdpr <32 | nis =13.1
  hosting.climate | iso <A.7.5 <A.7.8 <A.7.11 | gs <INF.2 | pp =GEB.10.1 | soc <A1.2 | gdpr <32 | nis <13.2
  hosting.media-disposal | iso =A.7.14 <A.7.10 <A.8.10 | gs <CON.6 <SYS.4.5 | pp =ASST.7.5 <ASST.7.3 | soc =CC6.5 <C1.2 | gdpr <32 ~17 | nis <12.5 <12.3
  backup.daily | iso <A.8.13 | gs <CON.3 | pp <NOT.4.2 <NOT.4.3 =NOT.4.4 | soc <A1.2 | gdpr <32 | nis <4.2
  backup.encrypted | iso <A.8.13 <A.8.24 | gs <CON.3 <CON.1 | pp =NOT.4.8 | soc <A1.2 <C1.1 | gdpr <32 | nis <4.2 <9
  backup.geo-redundant | iso <A.8.13 <A.8.14 | gs <CON.3 | pp =NOT.4.12 <NOT.4.10 | soc <A1.2 | gdpr <32 | nis <4.2
  backup.immutable | iso <A.8.13 | gs <CON.3 | pp ~NOT.4.14 <NOT.4.6 | soc <A1.2 | gdpr ~32 | nis <4.2
  backup.retention | iso <A.8.13 <A.5.33 | gs <CON.3 ~OPS.1.2.2 | pp =NOT.4.7 | soc <A1.2 ~P4.2 | gdpr ~5 | nis <4.2
  backup.restore-test | iso <A.8.13 <A.5.30 | gs <CON.3 | pp =NOT.4.16 | soc =A1.3 | gdpr <32 | nis <4.2
  backup.redundant-storage | iso <A.8.14 | gs <SYS.1.8 | pp ~ARCH.8.3 | soc <A1.2 | gdpr <32 | nis <4.2
  backup.recoverability | iso =A.8.13 | gs =CON.3 | pp =NOT.4.15 | soc <A1.2 <CC7.5 | gdpr <32 | nis <4.2 <21(2)(c)
  continuity.plan | iso =A.5.29 <A.5.30 | gs =DER.4 | pp =NOT.3.1 =NOT.3.2 | soc <CC7.5 <CC9.1 | gdpr <32 | nis =4.1 <4.3
  continuity.exercise | iso <A.5.29 <A.5.30 | gs <DER.4 | pp =NOT.3.4 | soc <A1.3 <CC7.5 | gdpr <32 | nis <4.1 <4.3
  continuity.impact-analysis | iso <A.5.30 | gs <DER.4 | pp ~GC.7.1.1 | soc <CC9.1 | gdpr ~32 | nis <4.1
  continuity.high-availability | iso =A.8.14 ~A.8.6 | gs <SYS.1.1 <NET.1.1 | pp =ARCH.8.3 <ARCH.9.2 | soc <A1.1 <A1.2 | gdpr <32 | nis <4.2
  ledger.admin-actions | iso <A.8.15 <A.8.2 | gs <OPS.1.1.5 <OPS.1.1.2 | pp <DET.3.1 =BER.3.4 | soc <CC7.2 <CC6.1 | gdpr <32 | nis <3.2 <11.3
  ledger.integrity | iso <A.8.15 <A.5.28 <A.5.33 | gs <OPS.1.1.5 ~DER.2.2 | pp =DET.3.5 <DET.3.6 | soc <CC7.2 | gdpr <32 | nis <3.2
  monitoring.central-logs | iso =A.8.15 | gs =OPS.1.1.5 | pp =DET.3.1 <DET.3.2 | soc <CC7.2 | gdpr <32 | nis =3.2
  monitoring.security-events | iso =A.8.16 <A.5.25 <A.8.12 | gs =DER.1 | pp =DET.4.2 <DET.4.1 | soc =CC7.2 | gdpr <32 | nis <3.2 <3.4
  monitoring.alerting | iso <A.8.16 <A.5.25 | gs <DER.1 | pp <DET.2.3 | soc <CC7.3 <CC7.2 | gdpr ~33 | nis <3.2 <3.4
  monitoring.log-retention | iso <A.8.15 <A.5.33 | gs <OPS.1.1.5 | pp =DET.3.4 | soc <CC7.2 | gdpr ~5 | nis <3.2
  monitoring.time-sync | iso =A.8.17 | gs =OPS.1.2.6 <OPS.1.1.5 | pp =KONF.4.5 | soc ~CC7.2 | gdpr ~32 | nis <3.2
  incident.response-process | iso =A.5.24 =A.5.26 <A.5.25 | gs =DER.2.1 <DER.2.3 | pp =REA.2.1 =DET.6.1 | soc =CC7.4 <CC7.3 | gdpr <33 | nis =3.5 <3.4 =21(2)(b)
  incident.escalation | iso <A.5.26 <A.5.24 | gs <DER.2.1 | pp <REA.2.1 | soc <CC7.4 | gdpr ~33 | nis <3.5
  incident.notification | iso <A.5.5 <A.5.26 <A.5.31 | gs <DER.2.1 <CON.2 | pp <REA.1.1 | soc <P6.6 <CC7.4 <P6.3 | gdpr =33 =34 | nis =23
  incident.lessons-learned | iso =A.5.27 | gs <DER.2.1 | pp =REA.3.1 | soc <CC7.5 | gdpr ~33 | nis =3.6
  incident.staff-reporting | iso =A.6.8 | gs <DER.2.1 <ORP.3 | pp =DET.2.1 =SENS.2.8 | soc <CC2.2 | gdpr ~33 | nis =3.3
  vulnerability.scanning | iso <A.8.8 | gs <OPS.1.1.3 <DER.1 | pp =DET.5.3 | soc =CC7.1 | gdpr <32 | nis <6.10
  vulnerability.patching | iso <A.8.8 <A.8.19 ~A.7.13 | gs =OPS.1.1.3 | pp =DET.5.10 | soc <CC7.1 | gdpr <32 | nis =6.6
  vulnerability.remediation | iso =A.8.8 <A.5.7 | gs <OPS.1.1.3 | pp =DET.5.1 =DET.5.2 | soc <CC7.1 <CC4.2 | gdpr <32 | nis =6.10
  pentest.independent | iso <A.5.35 =A.8.29 <A.8.34 | gs <DER.3.1 <CON.10 | pp =DET.5.4 | soc <CC4.1 <CC7.1 | gdpr <32 | nis =6.5
  disclosure.programme | iso <A.8.8 <A.6.8 ~A.5.6 | gs ~DER.2.1 | pp =DET.5.9 | soc <CC2.3 | gdpr ~32 | nis <6.10
  disclosure.mailbox | iso <A.6.8 | gs <DER.2.1 | pp <DET.5.9 | soc <CC2.3 | gdpr ~33 | nis <6.10 <3.3
  disclosure.report-contents | iso <A.6.8 | gs ~DER.2.1 | pp ~DET.5.9 | soc <CC2.3 | gdpr ~33 | nis ~6.10
  disclosure.receipt | iso <A.6.8 | gs ~DER.2.1 | pp <DET.6.2 | soc <CC2.3 | gdpr ~33 | nis <6.10
  malware.protection | iso =A.8.7 | gs =OPS.1.1.4 | pp =KONF.7.1 | soc <CC6.8 | gdpr <32 | nis =6.9
  malware.upload-scan | iso <A.8.7 | gs <OPS.1.1.4 <APP.3.1 | pp <KONF.6.11 | soc <CC6.8 | gdpr <32 | nis <6.9
  malware.no-malicious-code | iso <A.8.7 <A.8.28 | gs <OPS.1.1.4 <CON.8 | pp ~DEV.4.4 | soc <CC6.8 | gdpr ~32 | nis <6.9
  supplier.assessment | iso =A.5.19 <A.5.21 | gs <OPS.2.3 <OPS.2.2 | pp =BES.3.2 <BES.3.1 | soc <CC9.2 <CC3.2 | gdpr <28 | nis =5.1
  supplier.contract | iso =A.5.20 <A.8.30 <A.8.21 | gs <OPS.2.3 | pp <BES.5.3 <BES.5.4 | soc <CC9.2 <P6.4 <P6.5 | gdpr =28 | nis <5.1 <6.1
  supplier.monitoring | iso =A.5.22 <A.5.23 | gs <OPS.2.3 <OPS.2.2 | pp =DLS.3.1 <DLS.3.2 | soc <CC9.2 | gdpr <28 | nis <5.1 <21(2)(d)
  supplier.register | iso <A.5.19 <A.5.21 | gs <OPS.2.3 | pp =BES.1.3 | soc <CC9.2 <P6.7 | gdpr <28 <30 | nis =5.2
  supplier.change-notice | iso <A.5.20 <A.5.22 | gs ~OPS.3.2 | pp ~BES.5.6 <BES.5.9 | soc <CC2.3 | gdpr <28 | nis ~5.1
  supplier.transfer | iso <A.5.31 <A.5.34 <A.5.14 | gs <CON.2 | pp <BES.2.3 | soc ~P6.1 | gdpr =44 <45 =46 ~49 | nis ~5.1
  awareness.training | iso =A.6.3 =7.3 | gs =ORP.3 | pp =SENS.1.1 | soc <CC1.4 <CC2.2 | gdpr <39 | nis =8.1 <21(2)(g)
  awareness.role-training | iso <A.6.3 =7.2 ~A.8.28 | gs <ORP.3 | pp =PERS.4.2 <PERS.4.1 | soc <CC1.4 | gdpr <39 | nis =8.2 <20
  awareness.phishing | iso <A.6.3 <A.8.7 | gs <ORP.3 | pp =SENS.1.2 ~SENS.7.8 | soc <CC1.4 | gdpr ~32 | nis <8.1
  attestation.on-request | iso <7.4 ~A.5.14 ~A.6.6 | gs ~OPS.3.2 | pp ~GC.10.1.1 | soc <CC2.3 | gdpr <28 | nis ~5.1
  customer-duty.user-access | iso ~A.5.23 ~A.5.16 | gs <OPS.3.2 ~OPS.2.2 | pp =BES.1.7 | soc <CC2.3 | gdpr ~32 | nis ~11.2
  customer-duty.feature-configuration | iso ~A.5.23 ~A.8.9 | gs <OPS.3.2 ~OPS.2.2 | pp <BES.1.7 | soc <CC2.3 | gdpr ~32 | nis ~6.3
  customer-duty.lawful-upload | iso ~A.5.31 ~A.5.34 | gs ~CON.2 | pp <BES.1.7 | soc <CC2.3 | gdpr ~6 ~24
  customer-duty.own-backups | iso ~A.8.13 | gs <OPS.3.2 ~CON.3 | pp <BES.1.7 | soc <CC2.3 | gdpr ~32 | nis ~4.2
  customer-duty.own-infrastructure | iso ~A.8.1 | gs <OPS.3.2 ~SYS.2.1 | pp <BES.1.7 | soc <CC2.3 | gdpr ~32 | nis ~8.1
`)

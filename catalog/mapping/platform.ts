/** Isolation, environments, change, identity and access (C9 to C15) against the frameworks. */
import { parseMapping } from './shape.ts'

export const platformMapping = parseMapping(`
  isolation.tenant-separation | iso <A.8.3 <A.8.26 <A.8.27 | gs <OPS.3.2 <APP.3.1 | pp =KONF.6.6 | soc <CC6.1 | gdpr <32 <25 | nis ~6.8
  isolation.row-security | iso <A.8.3 | gs <APP.4.3 | pp <KONF.6.13 | soc <CC6.1 | gdpr <32 | nis ~11.2
  isolation.security-by-design | iso <A.8.25 =A.8.27 <A.8.26 <A.5.8 | gs <CON.8 <CON.10 | pp =DEV.2.1 | soc <CC5.2 <CC8.1 | gdpr =25 | nis <6.2
  isolation.request-authorisation | iso <A.8.3 <A.8.26 | gs <APP.3.1 | pp =KONF.11.1 <KONF.6.13 | soc <CC6.1 | gdpr <32 | nis <11.1
  isolation.web-hardening | iso <A.8.26 <A.8.28 | gs <APP.3.1 <APP.3.2 <CON.10 | pp <DEV.2.6 <KONF.12.10 | soc <CC6.6 | gdpr <32 | nis <6.2
  isolation.overload-protection | iso <A.8.6 <A.8.26 | gs <APP.3.2 <NET.1.1 | pp =KONF.15.3 ~ARCH.9.5 | soc <A1.1 <CC6.6 | gdpr <32 | nis ~6.7
  environment.separation | iso =A.8.31 <A.8.22 | gs <OPS.1.1.6 <CON.8 | pp =ARCH.7.3 | soc <CC8.1 | gdpr ~32 | nis <6.2 <6.8
  environment.no-production-data-in-test | iso =A.8.33 <A.8.11 | gs <OPS.1.1.6 <CON.8 | pp <ASST.3.8 | soc <CC8.1 <C1.1 | gdpr <5 <25 | nis <6.2
  environment.network-protection | iso =A.8.20 =A.8.22 <A.8.21 ~A.8.23 | gs <NET.1.1 <NET.3.2 <NET.3.1 ~NET.3.4 | pp <ARCH.2.1 =ARCH.5.1 | soc =CC6.6 | gdpr <32 | nis =6.7 =6.8
  environment.hardening | iso =A.8.9 ~A.8.18 | gs <SYS.1.1 <SYS.1.3 <APP.6 | pp =KONF.2.1 <KONF.2.4 | soc <CC7.1 <CC6.6 | gdpr <32 | nis =6.3
  change.controlled-process | iso =A.8.32 =6.3 | gs <OPS.1.1.3 <OPS.1.1.6 | pp <TEST.4.1 <TEST.1.3 | soc =CC8.1 <CC3.4 | gdpr <32 | nis =6.4
  change.secure-development | iso =A.8.25 <A.8.26 =A.8.28 ~A.8.30 | gs =CON.8 <CON.10 <APP.7 | pp =DEV.1.1 | soc <CC8.1 | gdpr <25 | nis =6.2 <21(2)(e)
  change.code-review | iso <A.8.28 ~A.8.4 <A.5.3 | gs <CON.8 | pp <DEV.6.1 | soc <CC8.1 | gdpr ~25 | nis <6.2
  change.dependency-scan | iso <A.8.8 <A.5.21 <A.8.28 | gs <CON.8 <OPS.1.1.3 | pp =DEV.4.5 <DEV.4.3 | soc <CC7.1 | gdpr ~32 | nis <6.10 <6.2
  change.static-analysis | iso <A.8.28 <A.8.29 | gs <CON.8 | pp <TEST.3.1 | soc <CC8.1 | gdpr ~25 | nis <6.2 <6.5
  change.secret-scanning | iso ~A.8.4 <A.8.28 <A.5.17 | gs <CON.8 | pp <DEV.2.5 | soc <CC6.1 | gdpr ~32 | nis <6.2
  change.signed-builds | iso <A.8.19 <A.8.32 ~A.8.28 | gs <CON.8 <OPS.1.1.6 | pp =TEST.4.2 | soc <CC8.1 <CC6.8 | gdpr ~32 | nis <6.2
  identity.mfa | iso <A.5.17 <A.8.5 | gs <ORP.4 | pp >BER.5.8 | soc <CC6.1 | gdpr <32 | nis >11.7 <21(2)(j)
  identity.mfa-admin | iso <A.8.2 <A.8.5 | gs <ORP.4 <OPS.1.1.2 | pp =BER.5.9 | soc <CC6.1 | gdpr <32 | nis <11.7 <11.3
  identity.sso | iso <A.5.16 <A.8.5 | gs <ORP.4 | pp =BER.3.7 | soc <CC6.1 | gdpr ~32 | nis <11.6
  identity.individual-accounts | iso =A.5.16 | gs <ORP.4 | pp =BER.3.16 =BER.2.1 | soc <CC6.1 <CC6.2 | gdpr <32 | nis =11.5
  identity.secure-authentication | iso =A.8.5 <A.5.17 | gs <ORP.4 <APP.3.1 | pp =KONF.5.1 | soc <CC6.1 | gdpr <32 | nis =11.6
  identity.password-policy | iso <A.5.17 | gs <ORP.4 | pp =BER.6.4 =BER.6.3 | soc <CC6.1 | gdpr <32 | nis <11.6
  identity.password-storage | iso <A.5.17 <A.8.24 | gs <ORP.4 <CON.10 | pp =DEV.3.4 | soc <CC6.1 | gdpr <32 | nis <11.6 <9
  identity.api-keys | iso <A.5.17 <A.8.5 <A.5.16 | gs <ORP.4 <APP.3.1 | pp =BER.3.21 | soc <CC6.1 <CC6.2 | gdpr ~32 | nis <11.6
  identity.session-limit | iso <A.8.5 ~A.7.7 | gs <ORP.4 <APP.3.1 | pp =BER.3.13 | soc <CC6.1 | gdpr ~32 | nis <11.6
  identity.login-protection | iso <A.8.5 | gs <ORP.4 <APP.3.1 | pp =BER.3.11 | soc <CC6.1 <CC7.2 | gdpr <32 | nis <11.6
  identity.break-glass | iso <A.8.2 <A.5.17 | gs <ORP.4 <OPS.1.1.2 | pp =BER.3.22 | soc <CC6.1 <CC6.3 | gdpr ~32 | nis <11.3
  access.least-privilege | iso <A.5.15 <A.8.2 <A.8.3 <A.5.18 | gs <ORP.4 | pp =BER.4.1 | soc =CC6.3 | gdpr <25 <32 | nis <11.2
  access.rbac | iso <A.5.15 <A.5.18 <A.5.3 | gs <ORP.4 | pp <BER.4.2 <PERS.2.2 | soc <CC6.3 | gdpr <32 | nis <11.2
  access.authorised-only | iso =A.5.15 <A.5.18 <A.8.3 | gs <ORP.4 | pp =BER.4.2 | soc <CC6.1 <CC6.3 | gdpr <29 <32 | nis <11.1 <11.2
  access.privileged-procedures | iso <A.8.2 =A.8.18 <A.5.37 | gs =OPS.1.1.2 <OPS.1.2.5 | pp =BER.3.6 | soc <CC6.3 | gdpr <32 | nis =11.3 =11.4
  access.privileged-review | iso <A.8.2 <A.8.15 <A.8.16 | gs <OPS.1.1.2 <OPS.1.1.5 | pp <BER.4.4 | soc <CC6.3 <CC7.2 | gdpr ~32 | nis <11.3
  access.production-standing | iso <A.8.2 <A.8.31 | gs <OPS.1.1.2 | pp <BER.4.3 | soc <CC6.3 | gdpr <32 | nis <11.3
  access.just-in-time | iso <A.8.2 | gs <OPS.1.1.2 | pp ~BER.4.8 | soc <CC6.3 | gdpr ~32 | nis <11.3
  access.recertification | iso =A.5.18 <A.8.2 | gs <ORP.4 | pp =BER.4.4 | soc <CC6.2 <CC6.3 | gdpr <32 | nis =11.2
  workforce.onboarding-offboarding | iso <A.5.11 =A.6.5 <A.5.16 <A.5.18 | gs =ORP.2 <ORP.4 | pp =PERS.6.1 =BER.2.5 <PERS.3.7 | soc <CC6.2 | gdpr <32 | nis =10.3 <12.5
  workforce.confidentiality | iso =A.6.6 <A.6.2 <A.6.5 | gs <ORP.2 | pp =PERS.3.3 | soc <CC1.1 <C1.1 | gdpr <28 <29 | nis <10.1
  workforce.background-checks | iso =A.6.1 | gs <ORP.2 | pp <PERS.3.5 =PERS.3.6 | soc <CC1.4 | gdpr ~6 ~10 | nis =10.2
  workforce.device-security | iso =A.8.1 <A.7.9 <A.6.7 <A.7.7 | gs <SYS.2.1 <SYS.3.1 <SYS.3.2.2 <INF.9 <INF.8 | pp <KONF.3.2 <KONF.3.6 | soc <CC6.7 <CC6.8 | gdpr <32 | nis <12.2 ~12.3
`)

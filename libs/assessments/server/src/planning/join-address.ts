import { showCode } from '@turnstone/assessments-rules';
import type { Config } from '@turnstone/platform';

/** Where a phone finds the door of an assessment: what its QR code and its mails hold. */
export const joinAddressOf = (config: Pick<Config, 'joinUrl'>, joinCode: string): string =>
  `${config.joinUrl}/join/${joinCode}`;

/** As it is shown: a code in two groups of three, the end of a link as it is. */
export const joinCodeAsShown = (kind: string, joinCode: string): string =>
  kind === 'workshop' ? showCode(joinCode) : joinCode;

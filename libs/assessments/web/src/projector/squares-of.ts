// The declaration of somebody else's module can be no module itself.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./qrcode.d.ts" />
import { create } from 'qrcode/lib/core/qrcode.js';

/** A QR code (ISO/IEC 18004, correction level M) as rows of dark (1) and light (0) squares. */
export function squaresOf(text: string): string[] {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => (data[row * size + column] ? '1' : '0')).join(''),
  );
}

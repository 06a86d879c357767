import { createHmac, timingSafeEqual } from "node:crypto";

// Whether the registry sent this, within the last five minutes. body: the bytes as they came.
export function isFromTheRegistry(body, headers, secret) {
  const [message, moment, signatures] = ["id", "timestamp", "signature"].map((name) => headers[`webhook-${name}`] ?? "");
  if (!/^\d+$/.test(moment) || Math.abs(Date.now() / 1000 - Number(moment)) > 300) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", key).update(`${message}.${moment}.`).update(body).digest("base64");
  const expected = Buffer.from(`v1,${mac}`);
  // While one secret takes the place of another there are two signatures.
  return signatures.split(" ").some((one) => {
    const given = Buffer.from(one);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

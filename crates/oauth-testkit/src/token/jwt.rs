//! JWTs with an invalid signature.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::ids::Ids;
use crate::wire::json;

/// The length of an RS256 signature by a 2048-bit key.
const SIGNATURE: usize = 256;

/// Encodes a JWT whose signature consists of arbitrary bytes.
pub(crate) fn unsigned(ids: &mut Ids, alg: &str, typ: &str, claims: &[(&str, Value)]) -> String {
    let header = json::object(&[("alg", alg.into()), ("typ", typ.into()), ("kid", "testkit".into())]);
    let signature = ids.bytes(SIGNATURE);
    let parts =
        [header.as_bytes(), json::object(claims).as_bytes(), &signature].map(|part| URL_SAFE_NO_PAD.encode(part));
    parts.join(".")
}

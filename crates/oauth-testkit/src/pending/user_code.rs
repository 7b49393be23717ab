//! The user code ([RFC 8628 §6.1](https://www.rfc-editor.org/rfc/rfc8628.html#section-6.1)).

use crate::ids::Ids;

/// Consonants that are not easily confused, as [RFC 8628 §6.1](https://www.rfc-editor.org/rfc/rfc8628.html#section-6.1)
/// recommends.
const ALPHABET: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

/// A user code, such as `BVKV-ZGZL`.
pub(crate) fn generate(ids: &mut Ids) -> String {
    let letters: Vec<char> = ids
        .bytes(8)
        .into_iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte) % 20))
        .map(|byte| char::from(*byte))
        .collect();
    let (left, right) = letters.split_at(letters.len() / 2);
    format!("{}-{}", left.iter().collect::<String>(), right.iter().collect::<String>())
}

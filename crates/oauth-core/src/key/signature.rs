//! The form of signatures ([RFC 7518 §3](https://www.rfc-editor.org/rfc/rfc7518.html#section-3)).

use super::{Algorithm, Jwk, SigningFailed};

/// The shortest and longest RSA modulus, in bytes.
const RSA: (usize, usize) = (256, 2048);

/// Turns an ECDSA signature in DER (`SEQUENCE` of two `INTEGER`s), which most key services return, into the form of a
/// JWS: both numbers in fixed width ([RFC 7518 §3.4](https://www.rfc-editor.org/rfc/rfc7518.html#section-3.4)).
///
/// ```
/// use oauth_core::key::{Algorithm, ecdsa_from_der};
///
/// let der = [0x30, 0x07, 0x02, 0x02, 0x00, 0xff, 0x02, 0x01, 0x07];
/// let signature = ecdsa_from_der(Algorithm::Es256, &der)?;
/// assert_eq!((signature.len(), signature[31], signature[63]), (64, 0xff, 0x07));
/// # Ok::<_, oauth_core::key::SigningFailed>(())
/// ```
///
/// # Errors
///
/// The algorithm is not one of ECDSA, the bytes are not such a signature, or a number is too long for the curve.
pub fn ecdsa_from_der(algorithm: Algorithm, der: &[u8]) -> Result<Vec<u8>, SigningFailed> {
    let width = match algorithm {
        Algorithm::Es256 => 32,
        Algorithm::Es384 => 48,
        Algorithm::Es512 => 66,
        other => return Err(SigningFailed::new(format!("{other} has no signatures in DER; only ECDSA has"))),
    };
    let not_der = || SigningFailed::new(format!("the {algorithm} signature is not a DER sequence of two integers"));
    let (sequence, rest) = element(0x30, der).ok_or_else(not_der)?;
    let (r, others) = positive(sequence).ok_or_else(not_der)?;
    let (s, more) = positive(others).ok_or_else(not_der)?;
    if !rest.is_empty() || !more.is_empty() {
        return Err(not_der());
    }
    let mut signature = vec![0; 2 * width];
    for (digits, place) in [r, s].into_iter().zip(signature.chunks_exact_mut(width)) {
        let start = width.checked_sub(digits.len()).ok_or_else(|| {
            SigningFailed::new(format!(
                "a number of the signature is too long for {algorithm}; is the key on another curve?"
            ))
        })?;
        place.iter_mut().skip(start).zip(digits).for_each(|(to, from)| *to = *from);
    }
    Ok(signature)
}

/// Splits a positive integer in its shortest form from the bytes. Returns its digits and the rest.
fn positive(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (number, rest) = element(0x02, der)?;
    match number {
        [0, digits @ ..] => digits.first().is_some_and(|first| *first >= 0x80).then_some((digits, rest)),
        [1..=0x7f, ..] => Some((number, rest)),
        _ => None,
    }
}

/// Splits one DER element with this tag from the bytes. Returns its content and the rest.
fn element(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&[found, first], rest) = der.split_first_chunk()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81 => {
            rest.split_first().filter(|(length, _)| **length >= 0x80).map(|(&length, rest)| (length.into(), rest))?
        }
        _ => return None,
    };
    (found == tag).then(|| rest.split_at_checked(length)).flatten()
}

/// Checks the length of a signature before it is sent. `jwk` is the public half, which tells the length for RSA.
pub(super) fn check_length(algorithm: Algorithm, jwk: Option<&str>, signature: &[u8]) -> Result<(), SigningFailed> {
    let found = signature.len();
    let expected = match algorithm {
        Algorithm::Es256 | Algorithm::Ed25519 | Algorithm::EdDsa | Algorithm::Hs512 => 64,
        Algorithm::Es384 => 96,
        Algorithm::Es512 => 132,
        Algorithm::Hs256 => 32,
        Algorithm::Hs384 => 48,
        _ => match jwk.and_then(|jwk| Jwk::from_json(jwk).ok()?.modulus().map(<[u8]>::len)) {
            Some(length) => length,
            None if (RSA.0..=RSA.1).contains(&found) => return Ok(()),
            None => {
                let reason = format!(
                    "a signature by {algorithm} has {} to {} bytes, as the modulus; this one has {found}",
                    RSA.0, RSA.1
                );
                return Err(SigningFailed::new(reason));
            }
        },
    };
    if found == expected {
        return Ok(());
    }
    let hint = match algorithm {
        Algorithm::Es256 | Algorithm::Es384 | Algorithm::Es512 if ecdsa_from_der(algorithm, signature).is_ok() => {
            "; it is in DER, which key::ecdsa_from_der turns into the form of a JWS"
        }
        _ => "; does the service sign by another key or another algorithm?",
    };
    Err(SigningFailed::new(format!("a signature by {algorithm} has {expected} bytes, this one has {found}{hint}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::random::base64url;

    fn der(r: &[u8], s: &[u8]) -> Vec<u8> {
        let integer = |number: &[u8]| [&[2, u8::try_from(number.len()).unwrap()], number].concat();
        let body = [integer(r), integer(s)].concat();
        let length = u8::try_from(body.len()).unwrap();
        let head = if length < 0x80 { vec![0x30, length] } else { vec![0x30, 0x81, length] };
        [head, body].concat()
    }

    #[test]
    fn numbers_of_any_length_are_padded_on_the_left() {
        let long = |length: usize| [vec![0], vec![0xff; length]].concat();
        for (algorithm, width) in [(Algorithm::Es256, 32), (Algorithm::Es384, 48), (Algorithm::Es512, 66)] {
            for (r, s) in
                [(vec![0x7f; width], vec![0x7f; width]), (long(width), vec![1; width - 1]), (vec![5], long(width))]
            {
                let signature = ecdsa_from_der(algorithm, &der(&r, &s)).unwrap();
                assert_eq!(signature.len(), 2 * width);
                let bare = |number: &[u8]| number.strip_prefix(&[0]).unwrap_or(number).to_vec();
                let padded = |number: &[u8]| [vec![0; width - bare(number).len()], bare(number)].concat();
                assert_eq!(signature, [padded(&r), padded(&s)].concat());
            }
        }
    }

    #[test]
    fn what_is_not_such_a_signature_is_rejected() {
        let good = der(&[1; 32], &[2; 32]);
        let too_long = der(&[1; 33], &[2; 32]);
        let mut trailing = good.clone();
        trailing.push(0);
        let cut = good[..good.len() - 1].to_vec();
        let three = [&[0x30, 9][..], &[2, 1, 1, 2, 1, 1, 2, 1, 1]].concat();
        let long_form = [&[0x30, 0x81, 6][..], &[2, 1, 1, 2, 1, 1]].concat();
        let (zero, negative, padded) = (der(&[0], &[1]), der(&[0x80; 32], &[1]), der(&[1], &[0, 1]));
        let others = [vec![0x30, 0], der(&[], &[1]), vec![0; 64], Vec::new()];
        for bad in [too_long, trailing, cut, three, long_form, zero, negative, padded].into_iter().chain(others) {
            assert!(ecdsa_from_der(Algorithm::Es256, &bad).is_err(), "{bad:?}");
        }
        assert!(ecdsa_from_der(Algorithm::Rs256, &good).is_err());
    }

    #[test]
    fn each_algorithm_has_its_length() {
        let rsa_2048 = format!(r#"{{"kty":"RSA","e":"AQAB","n":"{}"}}"#, *base64url(&[0xff; 256]));
        for (algorithm, jwk, length) in [
            (Algorithm::Es256, None, 64),
            (Algorithm::Es384, None, 96),
            (Algorithm::Es512, None, 132),
            (Algorithm::Ed25519, None, 64),
            (Algorithm::EdDsa, None, 64),
            (Algorithm::Hs256, None, 32),
            (Algorithm::Hs384, None, 48),
            (Algorithm::Hs512, None, 64),
            (Algorithm::Ps256, Some(&*rsa_2048), 256),
            (Algorithm::Rs256, Some(&*rsa_2048), 256),
        ] {
            assert_eq!(check_length(algorithm, jwk, &vec![1; length]), Ok(()));
            for wrong in [0, length - 1, length + 1, 2 * length] {
                assert!(check_length(algorithm, jwk, &vec![1; wrong]).is_err(), "{algorithm} {wrong}");
            }
        }
        assert_eq!(check_length(Algorithm::Rs256, None, &[1; 384]), Ok(()));
        assert!(check_length(Algorithm::Rs256, None, &[1; 255]).is_err());
    }

    #[test]
    fn a_signature_in_der_is_named() {
        for (r, s) in
            [(vec![1; 31], vec![1; 32]), (vec![1; 32], vec![1; 32]), ([vec![0], vec![0x80; 32]].concat(), vec![1; 32])]
        {
            let error = check_length(Algorithm::Es256, None, &der(&r, &s)).unwrap_err().to_string();
            assert!(error.contains("it is in DER, which key::ecdsa_from_der"), "{error}");
        }
    }
}

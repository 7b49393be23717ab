//! Why a private key does not load.

use oauth_core::key::{Algorithm, InvalidJwk};

use crate::limits::{MAX_INPUT, MAX_RSA_BITS, MIN_RSA_BITS};
use crate::text::list;

/// The error of a private key that does not load: what was found, what is needed, and what to do. It never contains a
/// byte of the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The key cannot make signatures of the algorithm.
    #[error("{key} cannot sign with {algorithm}, only with {}; set one of these, or load another key", list(possible))]
    Algorithm {
        /// The kind of the key.
        key: &'static str,
        /// The algorithm that was set.
        algorithm: Algorithm,
        /// The algorithms of the key.
        possible: Vec<Algorithm>,
    },
    /// The text is base64 without the lines around it.
    #[error(
        "found base64 without the lines -----BEGIN PRIVATE KEY----- and -----END PRIVATE KEY----- around it; add them, \
         or decode it and use from_der"
    )]
    BareBase64,
    /// The text is base64 of a PEM.
    #[error("found base64 of a whole PEM; decode it once (`base64 -d`) and load the result")]
    Base64OfPem,
    /// A certificate without a key.
    #[error(
        "found a certificate (CERTIFICATE), but no private key; load the file with the block PRIVATE KEY, and give this \
         one to with_certificates_pem"
    )]
    CertificateOnly,
    /// A certificate request without a key.
    #[error("found a certificate request, but no private key; load the file with the key that it was made with")]
    CertificateRequestOnly,
    /// Several numbers of the key contradict each other.
    #[error(
        "found {key} whose numbers do not belong together, so it would make wrong signatures; export it again from \
         where it was made"
    )]
    Contradictory {
        /// The kind of the key.
        key: &'static str,
    },
    /// The text ends in the middle of the key.
    #[error("the key is cut off: it ends before its last byte; copy the whole file, down to the END line")]
    CutOff,
    /// The line `-----BEGIN` is damaged.
    #[error(
        "found BEGIN without exactly five hyphens on both sides, as word processors and chats write it; copy the \
         original file, whose first line is -----BEGIN PRIVATE KEY-----"
    )]
    DamagedBegin,
    /// DER was given to `from_pem` or `from_jwk`.
    #[error("found binary DER, but a text is needed; use from_der")]
    DerAsText,
    /// There is nothing.
    #[error("the key is empty; check that the file or the variable it is read from has a content")]
    Empty,
    /// The PEM is encrypted in the older way, with a header.
    #[error(
        "the private key is encrypted (Proc-Type: 4,ENCRYPTED), and passphrases are not supported; decrypt it with \
         `openssl pkey -in key.pem -out plain.pem`"
    )]
    EncryptedByHeader,
    /// The key is an encrypted PKCS #8.
    #[error(
        "the private key is encrypted (ENCRYPTED PRIVATE KEY), and passphrases are not supported; decrypt it with \
         `openssl pkcs8 -in key.pem -out plain.pem`"
    )]
    EncryptedPkcs8,
    /// The lines `-----BEGIN` and `-----END` name different things.
    #[error("the PEM begins with {begin} and ends with {end}; two files were mixed, so copy the original again")]
    EndMismatch {
        /// The label of the first line.
        begin: String,
        /// The label of the last line.
        end: String,
    },
    /// The curve is described by its numbers instead of its name.
    #[error(
        "found an EC key that spells out its curve instead of naming it; convert it with \
         `openssl ec -in key.pem -param_enc named_curve -out named.pem`"
    )]
    ExplicitCurve,
    /// The text is the name of a file.
    #[error(
        "found what looks like the name of a file, but its content is needed; read the file first (std::fs::read). The \
         name of a key in a service is for Key::remote"
    )]
    FileName,
    /// The text is HTML.
    #[error("found HTML, such as the page of a login or an error, but a key is needed; check the download")]
    Html,
    /// A character is not base64.
    #[error("the base64 of the key has a wrong character in line {line}; copy the original file")]
    InvalidBase64 {
        /// The line, counted from 1.
        line: usize,
    },
    /// A Java key store.
    #[error(
        "found a Java key store, but a PEM is needed; convert it with `keytool -importkeystore -srckeystore FILE \
         -destkeystore key.p12 -deststoretype PKCS12`, then `openssl pkcs12 -in key.p12 -nocerts -nodes -out key.pem`"
    )]
    JavaKeyStore,
    /// The JSON is not a key.
    #[error("found JSON that is not a key; a JWK is an object with kty and, if it is private, d")]
    Json,
    /// The `alg` of the JWK is another algorithm.
    #[error("the JWK is for {found} (its alg), but {algorithm} was set; set {found}, or use another key")]
    JwkAlgorithm {
        /// The `alg`.
        found: Algorithm,
        /// The algorithm that was set.
        algorithm: Algorithm,
    },
    /// The JWK was given to `from_pem` or `from_der`.
    #[error("found a JWK, but another form is needed here; use from_jwk")]
    JwkElsewhere,
    /// The JWK cannot be read.
    #[error("the key is not a JWK that can be read: {0}")]
    JwkInvalid(InvalidJwk),
    /// A member of the JWK is missing or cannot be read.
    #[error("the JWK has no {member}, or it is not base64url; export the private key with all its members")]
    JwkMember {
        /// The name of the member.
        member: &'static str,
    },
    /// The JWK is not meant for signatures.
    #[error("the JWK is not for signatures (its {member} says otherwise); use a key that was made for signing")]
    JwkNotForSigning {
        /// The member that says so.
        member: &'static str,
    },
    /// A key set was given.
    #[error("found a JWK set (keys), but one private key is needed; pick it and load it alone")]
    JwkSet,
    /// A symmetric JWK was given.
    #[error("found a shared secret (kty oct), but a private key is needed; use HmacKey for HS256, HS384 and HS512")]
    JwkSymmetric,
    /// A private member of the JWK appears twice.
    #[error("a private member of the JWK appears twice, so it does not say which key is meant; export it again")]
    JwkTwice,
    /// The bytes are not what they should be.
    #[error("the content is not a private key that can be read (damaged DER); export it again from where it was made")]
    Malformed,
    /// The key has more than two primes.
    #[error("found an RSA key with more than two primes, which are not supported; make a new one of 2048 bits or more")]
    MultiPrime,
    /// A PEM without its last line.
    #[error("the block {label} has no END line; the text is cut off, so copy the whole file")]
    NoEnd {
        /// The label of the first line.
        label: String,
    },
    /// Nothing that is known.
    #[error("found no key: a PEM has a line -----BEGIN PRIVATE KEY-----, and there is none")]
    NoPem,
    /// The PEM has other blocks, but no key.
    #[error("found {label}, but a private key is needed; load the file with the block PRIVATE KEY")]
    OtherBlock {
        /// The label of the block.
        label: String,
    },
    /// A key of OpenSSH.
    #[error(
        "found a key in the format of OpenSSH (OPENSSH PRIVATE KEY), but PKCS #8 is needed; convert a copy of it with \
         `ssh-keygen -p -m PKCS8 -N '' -f copy`"
    )]
    OpenSsh,
    /// A PEM was given to `from_der` or `from_jwk`.
    #[error("found a PEM, but another form is needed here; use from_pem")]
    PemElsewhere,
    /// A key of PGP.
    #[error(
        "found a PGP key, which does not sign JWTs; make a key with `openssl genpkey -algorithm EC \
             -pkeyopt ec_paramgen_curve:P-256 -out key.pem`"
    )]
    Pgp,
    /// A PKCS #12 file.
    #[error(
        "found PKCS #12 (.p12, .pfx), but a PEM is needed; convert it with \
         `openssl pkcs12 -in FILE -nocerts -nodes -out key.pem`"
    )]
    Pkcs12,
    /// A public key.
    #[error("found a public key ({label}), but a private key is needed; load the file with the block PRIVATE KEY")]
    PublicKey {
        /// The label, or what it is.
        label: &'static str,
    },
    /// The file has a public half, and it belongs to another key.
    #[error("the public half in the file belongs to another key than the private half; export the key again")]
    PublicMismatch,
    /// A key of PuTTY.
    #[error("found a PuTTY key, but a PEM is needed; convert it with `puttygen FILE -O private-openssh -o key.pem`")]
    Putty,
    /// A PEM in quotes.
    #[error("found a PEM in quotes; remove the quotes, for example by parsing the JSON or the variable it comes from")]
    Quoted,
    /// The random numbers for a new key could not be had, or the algorithm has no key pair.
    #[error("a key for {algorithm} cannot be generated; a shared secret comes from the server, as an HmacKey")]
    Generate {
        /// The algorithm.
        algorithm: Algorithm,
    },
    /// The RSA key is too large.
    #[error("found an RSA key of {bits} bits; {MAX_RSA_BITS} are the most that is supported")]
    RsaTooLarge {
        /// The size of the modulus, in bits.
        bits: usize,
    },
    /// The RSA key is too small.
    #[error("found an RSA key of {bits} bits, but at least {MIN_RSA_BITS} are needed; make a new key and register it")]
    RsaTooSmall {
        /// The size of the modulus, in bits.
        bits: usize,
    },
    /// The JSON of a service account.
    #[error(
        "found the JSON file of a service account; its member private_key is the PEM: parse the JSON and load that text"
    )]
    ServiceAccount,
    /// Several private keys in one text.
    #[error("found {count} private keys, but exactly one is needed; remove the others")]
    SeveralKeys {
        /// How many there are.
        count: usize,
    },
    /// The input is too large.
    #[error("the key is {size} bytes large, and {MAX_INPUT} are the most for a key; this is another file")]
    TooLarge {
        /// The size, in bytes.
        size: usize,
    },
    /// A curve that is not supported.
    #[error("found a key on the curve {curve}, but P-256, P-384, P-521 or Ed25519 is needed; make a new key")]
    UnsupportedCurve {
        /// The curve.
        curve: String,
    },
    /// A kind of key that is not supported.
    #[error("found {found}, but an RSA, EC or Ed25519 key is needed; make a new key")]
    UnsupportedKey {
        /// What was found.
        found: String,
    },
    /// The text is UTF-16.
    #[error("the text is UTF-16, as PowerShell's `>` writes it, but ASCII or UTF-8 is needed; save it again as such")]
    Utf16,
    /// An EC key does not say its curve.
    #[error("found an EC key without the name of its curve; convert it with `openssl pkcs8 -topk8 -nocrypt`")]
    WithoutCurve,
}

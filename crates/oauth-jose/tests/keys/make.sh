#!/bin/sh
# Makes the test keys of this folder. They protect nothing: never use them elsewhere.
set -eu
cd "$(dirname "$0")"

# One key of each kind, in each of its forms.
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pkcs8.pem
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out p256.pkcs8.pem
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out p384.pkcs8.pem
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -out p521.pkcs8.pem
openssl genpkey -quiet -algorithm ED25519 -out ed25519.pkcs8.pem
openssl genpkey -quiet -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out rsa-pss.pkcs8.pem
openssl genpkey -quiet -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha384 \
    -pkeyopt rsa_pss_keygen_mgf1_md:sha384 -pkeyopt rsa_pss_keygen_saltlen:48 -out rsa-pss-sha384.pkcs8.pem
openssl rsa -traditional -in rsa.pkcs8.pem -out rsa.pkcs1.pem
for curve in p256 p384 p521; do
    openssl ec -in $curve.pkcs8.pem -out $curve.sec1.pem
done
{ openssl ecparam -name prime256v1 && cat p256.sec1.pem; } > p256.parameters.pem
openssl ec -in p256.pkcs8.pem -no_public -out p256-private-only.sec1.pem
openssl pkcs8 -topk8 -nocrypt -in p256-private-only.sec1.pem -out p256-private-only.pkcs8.pem
openssl ec -in p256.pkcs8.pem -conv_form compressed -out p256-compressed.sec1.pem

# A chain: root, intermediate, and a certificate of the RSA key; and a certificate of the P-256 key.
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ca.tmp
openssl req -x509 -key ca.tmp -days 36500 -subj "/CN=test root" -out root.crt.pem
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out intermediate.tmp
openssl req -x509 -key intermediate.tmp -CA root.crt.pem -CAkey ca.tmp -days 36500 -subj "/CN=test intermediate" \
    -out intermediate.crt.pem
openssl req -x509 -key rsa.pkcs8.pem -CA intermediate.crt.pem -CAkey intermediate.tmp -days 36500 \
    -subj "/CN=test client" -out rsa.crt.pem
openssl req -x509 -key p256.pkcs8.pem -days 36500 -subj "/CN=test client" -out p256.crt.pem
openssl req -x509 -key ed25519.pkcs8.pem -days 36500 -subj "/CN=test client" -out ed25519.crt.pem
openssl x509 -in rsa.crt.pem -noout -fingerprint -sha1 > rsa.crt.fingerprints
openssl x509 -in rsa.crt.pem -noout -fingerprint -sha256 >> rsa.crt.fingerprints
openssl pkcs12 -export -inkey rsa.pkcs8.pem -in rsa.crt.pem -name "test client" -passout pass: -out rsa.p12
openssl pkcs12 -in rsa.p12 -nodes -passin pass: -out rsa.bag-attributes.pem

# What is not a key that can be used.
openssl pkcs8 -topk8 -in rsa.pkcs8.pem -passout pass:test -out encrypted.pkcs8.pem
openssl rsa -traditional -in rsa.pkcs8.pem -aes256 -passout pass:test -out encrypted.pkcs1.pem
openssl pkey -in rsa.pkcs8.pem -pubout -out rsa.public.pem
openssl rsa -in rsa.pkcs8.pem -RSAPublicKey_out -out rsa.public.pkcs1.pem
openssl req -new -key rsa.pkcs8.pem -subj "/CN=test client" -out request.pem
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1 -out secp256k1.pkcs8.pem
openssl ec -in secp256k1.pkcs8.pem -out secp256k1.sec1.pem
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1 -out brainpool.pkcs8.pem
openssl ec -in p256.pkcs8.pem -param_enc explicit -out p256-explicit.sec1.pem
openssl genpkey -quiet -algorithm X25519 -out x25519.pkcs8.pem
openssl genpkey -quiet -algorithm ED448 -out ed448.pkcs8.pem
openssl genpkey -quiet -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:2048 -out dsa.tmp
openssl genpkey -quiet -paramfile dsa.tmp -out dsa.pkcs8.pem
openssl pkey -traditional -in dsa.pkcs8.pem -out dsa.traditional.pem
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out rsa-1024.pkcs8.pem
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2028 -out rsa-2028.pkcs8.pem
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2047 -out rsa-2047.pkcs8.pem
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_primes:3 -out rsa-three-primes.pkcs8.pem
ssh-keygen -q -t ed25519 -N '' -C test -f openssh.tmp
mv openssh.tmp openssh.pem
mv openssh.tmp.pub openssh.pub

rm ./*.tmp

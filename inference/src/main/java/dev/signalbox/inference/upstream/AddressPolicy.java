package dev.signalbox.inference.upstream;

/** Where providers may live, apart from where none ever may. */
public enum AddressPolicy {
    /** On this machine and in private networks too, as local servers do. */
    LOCAL_ALLOWED,
    /** On the Internet, and where {@code signalbox.upstream.allowed-hosts} says. */
    PUBLIC_ONLY
}

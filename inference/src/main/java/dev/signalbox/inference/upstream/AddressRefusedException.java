package dev.signalbox.inference.upstream;

/** A provider's name leads to an address that nothing may be sent to. */
public class AddressRefusedException extends RuntimeException {

    AddressRefusedException() {
        super("The provider's address is not allowed", null, false, false);
    }
}

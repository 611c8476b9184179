package dev.signalbox.inference.dialect;

import java.io.ByteArrayOutputStream;

/** Follows one stream of a provider and says what the client hears of it. Whatever is left open stays open: a cut is a cut. */
public interface EventTranslator {

    /**
     * @param data of one event, without its field name
     * @param out takes whole events for the client, or none
     * @throws RuntimeException when it is no event of the provider's API
     */
    void event(byte[] data, ByteArrayOutputStream out);
}

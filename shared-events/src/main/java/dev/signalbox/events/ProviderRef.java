package dev.signalbox.events;

/** Names a server or an API key by kind and integer id, as clients do. */
public record ProviderRef(ProviderType type, long id) {

    @Override
    public String toString() {
        return type.wireName() + " " + id;
    }
}

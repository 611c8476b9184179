package dev.signalbox.events.activeprovider;

import dev.signalbox.events.Purpose;
import java.util.List;

/** @param fallbacks tried in this order when the primary fails */
public record ActiveProviderSet(Purpose purpose, Target primary, List<Target> fallbacks)
        implements ActiveProviderEvent {

    public ActiveProviderSet {
        fallbacks = List.copyOf(fallbacks);
    }
}

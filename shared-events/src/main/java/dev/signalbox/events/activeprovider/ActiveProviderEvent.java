package dev.signalbox.events.activeprovider;

import dev.signalbox.events.Purpose;

/** The stream of one purpose's active provider. */
public sealed interface ActiveProviderEvent permits ActiveProviderSet, ActiveProviderCleared {

    Purpose purpose();
}

package dev.signalbox.events.activeprovider;

import dev.signalbox.events.Purpose;

public record ActiveProviderCleared(Purpose purpose) implements ActiveProviderEvent {}

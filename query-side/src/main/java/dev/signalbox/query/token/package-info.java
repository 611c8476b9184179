/** Tokens as reads show them, and as nodes authenticate by them. */
@NullMarked
package dev.signalbox.query.token;

import org.jspecify.annotations.NullMarked;

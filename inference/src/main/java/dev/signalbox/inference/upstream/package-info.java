/** The provider's side of a call: address, credential, connection. */
@NullMarked
package dev.signalbox.inference.upstream;

import org.jspecify.annotations.NullMarked;

/** The tamper evidence's writer: tree, checkpoints, proofs. The verifier is elsewhere and shares no code with it. */
@NullMarked
package dev.signalbox.query.proof;

import org.jspecify.annotations.NullMarked;

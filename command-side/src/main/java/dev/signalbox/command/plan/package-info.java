/** Commands that make one configuration of another: in an order that breaks no rule, sent in one transaction. */
@NullMarked
package dev.signalbox.command.plan;

import org.jspecify.annotations.NullMarked;

package dev.signalbox.inference.limit;

/** Where all nodes together keep what is used. */
interface Allowances {

    /**
     * @param limit as it is now
     * @param spent is gone, whatever the limit says
     * @param wanted is granted as far as the limit allows; what is negative is given back
     */
    record Ask(String tokenId, Kind kind, double limit, double spent, double wanted) {}

    /**
     * @param used of all nodes, what they hold in advance included
     * @param secondsLeft of the period
     */
    record Answer(double used, double granted, double secondsLeft) {}

    Answer take(Ask ask);
}

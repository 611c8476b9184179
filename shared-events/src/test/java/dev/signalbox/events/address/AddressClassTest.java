package dev.signalbox.events.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressClassTest {

    @ParameterizedTest
    @CsvSource({
        // plain
        "8.8.8.8, PUBLIC",
        "2606:4700::1111, PUBLIC",
        "127.0.0.1, LOOPBACK",
        "127.255.255.254, LOOPBACK",
        "::1, LOOPBACK",
        "10.0.0.1, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.31.255.255, PRIVATE",
        "172.32.0.1, PUBLIC",
        "192.168.1.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "100.127.255.255, PRIVATE",
        "100.128.0.1, PUBLIC",
        "198.18.0.1, PRIVATE",
        "203.0.113.5, PRIVATE",
        "fd12:3456::1, PRIVATE",
        "fec0::1, PRIVATE",
        "2001:db8::1, PRIVATE",
        "0.0.0.0, UNSPECIFIED",
        "0.1.2.3, UNSPECIFIED",
        "::, UNSPECIFIED",
        "169.254.1.1, LINK_LOCAL",
        "fe80::1, LINK_LOCAL",
        "febf::1, LINK_LOCAL",
        "224.0.0.1, MULTICAST",
        "239.255.255.255, MULTICAST",
        "ff02::1, MULTICAST",
        "240.0.0.1, RESERVED",
        "255.255.255.255, RESERVED",
        "192.0.0.8, RESERVED",
        "100::1, RESERVED",
        "4000::1, RESERVED",
        // metadata services
        "169.254.169.254, METADATA",
        "169.254.170.2, METADATA",
        "168.63.129.16, METADATA",
        "100.100.100.200, METADATA",
        "192.0.0.192, METADATA",
        "fd00:ec2::254, METADATA",
        "fd00:ec2::23, METADATA",
        "fd20:ce::254, METADATA",
        "fd00:c1::a9fe:a9fe, METADATA",
        // mapped, compatible, NAT64, 6to4, translated, ISATAP, Teredo
        "::ffff:169.254.169.254, METADATA",
        "::ffff:127.0.0.1, LOOPBACK",
        "::ffff:8.8.8.8, PUBLIC",
        "::169.254.169.254, METADATA",
        "::127.0.0.1, LOOPBACK",
        "::10.0.0.1, PRIVATE",
        "64:ff9b::a9fe:a9fe, METADATA",
        "64:ff9b::7f00:1, LOOPBACK",
        "64:ff9b::808:808, PUBLIC",
        "64:ff9b:1::a00:1, PRIVATE",
        "2002:a9fe:a9fe::1, METADATA",
        "2002:7f00:1::1, LOOPBACK",
        "2002:c0a8:101::, PRIVATE",
        "::ffff:0:7f00:1, LOOPBACK",
        "2001:4700::5efe:7f00:1, LOOPBACK",
        "fd12::5efe:a9fe:a9fe, METADATA",
        "2001:0:4136:e378:8000:63bf:5601:5601, METADATA",
        "2001:0:4136:e378:8000:63bf:80ff:fffe, LOOPBACK"
    })
    void classes(String address, AddressClass expected) throws UnknownHostException {
        assertThat(AddressClass.of(InetAddress.getByName(address))).isEqualTo(expected);
    }

    @Test
    void onlyTheLastThreeAreEverAllowed() {
        assertThat(AddressClass.values())
                .filteredOn(kind -> !kind.never())
                .containsExactly(AddressClass.LOOPBACK, AddressClass.PRIVATE, AddressClass.PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0x7F.0.0.1",
                "017700000001",
                "0177.0.0.1",
                "127.1",
                "127.0.1",
                "127.0.0.01",
                "127.0.0.1.",
                "127.0.0.256",
                "1.2.3.4.5",
                "host.0x",
                "host.7",
                "[fe80::1%eth0]",
                "[::g]",
                "[127.0.0.1]",
                "",
                ".",
                "..",
                "a..b",
                ".a"
            })
    void hostsThatCanBeReadInMoreThanOneWay(String host) {
        assertThatIllegalArgumentException().isThrownBy(() -> Host.of(host));
    }

    @ParameterizedTest
    @CsvSource({
        "GPU.example., gpu.example, false",
        "gpu, gpu, false",
        "1password.com, 1password.com, false",
        "metadata.google.internal., metadata.google.internal, true",
        "127.0.0.1, 127.0.0.1, false",
        "169.254.169.254, 169.254.169.254, true",
        "[FD00:EC2::254], [fd00:ec2::254], true",
        "[2001:4860::8888], [2001:4860::8888], false"
    })
    void hosts(String host, String name, boolean never) {
        assertThat(Host.of(host).name()).isEqualTo(name);
        assertThat(Host.of(host).never()).isEqualTo(never);
    }

    @Test
    void ranges() throws UnknownHostException {
        Range range = Range.of("172.16.0.0/12");
        assertThat(range.contains(InetAddress.getByName("172.31.0.1"))).isTrue();
        assertThat(range.contains(InetAddress.getByName("172.32.0.1"))).isFalse();
        assertThat(range.contains(InetAddress.getByName("fd00::1"))).isFalse();
        assertThat(Range.of("10.1.2.3").contains(InetAddress.getByName("10.1.2.3")))
                .isTrue();
        assertThat(Range.of("10.1.2.3").contains(InetAddress.getByName("10.1.2.4")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "localhost", "10.0.0/8", "", "fd00::/129", "a.b.c.d/8"})
    void noRanges(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Range.of(text));
    }
}

using System.Net;
using Bridge.GitLab.KeySets;
using Xunit;

namespace Bridge.Tests.GitLab.KeySets;

public sealed class KeyAddressTests
{
    private static readonly Uri Loopback = new("http://localhost/keys");

    [Fact]
    public void A_request_carries_no_credentials_in_its_address_and_words_no_query_either()
    {
        var address = new Uri("https://me:p%40ss@gitlab.example.com:8443/keys?token=secret#part");
        Assert.Equal("https://gitlab.example.com:8443/keys?token=secret", KeyAddress.Bare(address).AbsoluteUri);
        Assert.Equal("https://gitlab.example.com:8443/keys", KeyAddress.Words(address));
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("127.0.0.1 192.0.2.1")]
    [InlineData("::1 2001:db8::1")]
    public void A_loopback_name_that_DNS_sends_beyond_this_machine_is_not_asked_in_plain(string found)
    {
        Assert.Equal("http://localhost/keys is not https and not this machine", Refused(found, Loopback));
        Assert.Null(Refused(found, Loopback, insecure: true));
        Assert.Null(Refused(found, new Uri("https://localhost/keys")));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1 127.0.0.53")]
    [InlineData("169.254.169.254 127.0.0.1")]
    public void This_machine_is_asked_in_plain(string found) => Assert.Null(Refused(found, Loopback));

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("fe80::1 169.254.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    public void A_name_that_DNS_sends_to_link_local_addresses_alone_is_never_asked(string found)
    {
        Assert.Equal("https://gitlab.example.com/keys is a link-local address", Refused(found, new Uri("https://gitlab.example.com/keys")));
        Assert.Equal("http://localhost/keys is a link-local address", Refused(found, Loopback, insecure: true));
    }

    [Theory]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd00:ec2::254%1")]
    [InlineData("fd00:ec2::254 169.254.169.254")]
    public void A_name_that_DNS_sends_to_the_metadata_service_of_AWS_is_never_asked(string found)
    {
        Assert.Equal("https://gitlab.example.com/keys is AWS's metadata service", Refused(found, new Uri("https://gitlab.example.com/keys")));
        Assert.Equal("http://localhost/keys is AWS's metadata service", Refused(found, Loopback, insecure: true));
    }

    [Theory]
    [InlineData("http://[fd00:ec2::254]/latest/meta-data")]
    [InlineData("http://[fd00:0ec2:0:0:0:0:0:0254]/latest/meta-data")]
    [InlineData("http://[fd00:ec2::254%251]/latest/meta-data")]
    public void The_metadata_service_of_AWS_is_never_asked(string address) => Assert.EndsWith(
        "/latest/meta-data is AWS's metadata service",
        Assert.Throws<UnusableKeySetException>(() => KeyAddress.Demand(new Uri(address), TestIssuer.Nowhere with { Insecure = true })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Of_several_addresses_the_link_local_ones_are_left_out()
    {
        var found = Parsed("169.254.1.1 192.0.2.1 fe80::1 2001:db8::1 fd00:ec2::254 172.254.169.254 169.253.1.1 fd00:ec2::253");
        var allowed = KeyAddress.Allowed(found, new Uri("https://gitlab.example.com/keys"), TestIssuer.Nowhere);
        Assert.Equal(Parsed("192.0.2.1 2001:db8::1 172.254.169.254 169.253.1.1 fd00:ec2::253"), allowed);
        Assert.Empty(KeyAddress.Allowed([], new Uri("https://gitlab.example.com/keys"), TestIssuer.Nowhere));
    }

    [Fact]
    public void An_address_without_a_server_is_refused() => Assert.Equal(
        "the address of the keys is not absolute",
        Assert.Throws<UnusableKeySetException>(() => KeyAddress.Demand(new Uri("keys", UriKind.Relative), TestIssuer.Nowhere)).Message);

    [Theory]
    [InlineData("https://gitlab.example.com/", true)]
    [InlineData("https://GITLAB.example.com:443/keys", true)]
    [InlineData("http://gitlab.example.com:443/keys", false)]
    [InlineData("https://gitlab.example.com:8443/keys", false)]
    [InlineData("https://gitlab.example.com.example.net/keys", false)]
    public void A_server_is_its_scheme_host_and_port(string other, bool same) =>
        Assert.Equal(same, KeyAddress.SameServer(new Uri("https://gitlab.example.com/.well-known/openid-configuration"), new Uri(other)));

    private static string? Refused(string found, Uri address, bool insecure = false) =>
        Record.Exception(() => KeyAddress.Allowed(Parsed(found), address, TestIssuer.Nowhere with { Insecure = insecure }))?.Message;

    private static IPAddress[] Parsed(string found) => [.. found.Split(' ').Select(IPAddress.Parse)];
}

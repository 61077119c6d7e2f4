package evidence

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// A RefusedError says that an address is not one of the public Internet. A server must not lead us into our own network.
type RefusedError struct {
	Host string // as asked for
	Addr string // what it leads to
}

// Error names the address, and the host that led to it.
func (e *RefusedError) Error() string {
	if e.Host == e.Addr || e.Host == "" {
		return e.Addr + " is no public address"
	}
	return fmt.Sprintf("%s leads to %s, which is no public address", e.Host, e.Addr)
}

// isPublic reports whether an address belongs to the public Internet: to none of the blocks that are set aside by the
// special-purpose registries of IANA.
func isPublic(a netip.Addr) bool {
	if a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	for _, block := range specialBlocks(a.Is4()) {
		if netip.MustParsePrefix(block).Contains(a) {
			return false
		}
	}
	if a.Is4() {
		return true
	}
	if nat64 := netip.MustParsePrefix("64:ff9b::/96"); nat64.Contains(a) {
		bytes := a.As16()
		return isPublic(netip.AddrFrom4([4]byte(bytes[12:])))
	}
	return netip.MustParsePrefix("2000::/3").Contains(a)
}

// specialBlocks are the address blocks that are not public. All of IPv6 outside 2000::/3 is not public either.
func specialBlocks(v4 bool) []string {
	if !v4 {
		return []string{
			"2001::/23",     // protocol assignments, Teredo among them
			"2001:db8::/32", // documentation
			"2002::/16",     // 6to4, which holds any IPv4 address
			"3fff::/20",     // documentation
		}
	}
	return []string{
		"0.0.0.0/8",       // this network
		"10.0.0.0/8",      // private
		"100.64.0.0/10",   // shared by providers
		"127.0.0.0/8",     // loopback
		"169.254.0.0/16",  // link-local; the metadata of cloud machines
		"172.16.0.0/12",   // private
		"192.0.0.0/24",    // protocol assignments
		"192.0.2.0/24",    // documentation
		"192.88.99.0/24",  // 6to4 relays
		"192.168.0.0/16",  // private
		"198.18.0.0/15",   // benchmarks
		"198.51.100.0/24", // documentation
		"203.0.113.0/24",  // documentation
		"224.0.0.0/3",     // multicast, reserved, broadcast
	}
}

// dial connects to a host. It looks the name up itself and connects to the very addresses that it has judged, so that a
// second look at the name (DNS rebinding) changes nothing.
func (f *Fetcher) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	addrs, err := f.o.Lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	addrs = slices.Clone(addrs)
	slices.SortStableFunc(addrs, func(a, b netip.Addr) int { return cmp.Compare(a.Unmap().BitLen(), b.Unmap().BitLen()) })
	var errs []error
	for _, a := range addrs[:min(len(addrs), 4)] {
		a = a.Unmap()
		if !f.o.AllowPrivate && !isPublic(a) {
			errs = append(errs, &RefusedError{host, a.String()})
			continue
		}
		conn, err := f.dialAddr(ctx, network, net.JoinHostPort(a.String(), port))
		if err == nil {
			return conn, nil
		}
		errs = append(errs, err)
	}
	if len(errs) == 0 {
		return nil, fmt.Errorf("%s has no address", host)
	}
	return nil, errors.Join(errs...)
}

// dialAddr connects to one address, given in digits.
func (f *Fetcher) dialAddr(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, f.o.ConnectTime)
	defer cancel()
	if f.o.Dial != nil {
		return f.o.Dial(ctx, network, address)
	}
	dialer := net.Dialer{Control: f.control, KeepAlive: -1}
	return dialer.DialContext(ctx, network, address)
}

// control is the last door before a connection: the system is about to connect to that address.
func (f *Fetcher) control(network, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || network != "tcp4" && network != "tcp6" {
		return &RefusedError{"", address}
	}
	if !f.o.AllowPrivate && !isPublic(at.Addr()) {
		return &RefusedError{"", at.Addr().String()}
	}
	return nil
}

// lookup asks the system for the addresses of a host.
func lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

// wait is time.Sleep that a context can end.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

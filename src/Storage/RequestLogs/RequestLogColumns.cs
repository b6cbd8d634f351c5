using System.Net;
using System.Net.Sockets;
using Npgsql;
using RelayKit.RequestLogs;
using RelayKit.Storage.Ledger;

namespace RelayKit.Storage.RequestLogs;

/// <summary>Entries of the request log as the arrays that <see cref="RequestLogSql.Insert"/> takes, one for each column.</summary>
internal sealed class RequestLogColumns
{
    private readonly Guid[] _tenants;
    private readonly Guid[] _ids;
    private readonly Guid?[] _keys;
    private readonly Guid?[] _accounts;
    private readonly long[] _durations;
    private readonly long?[] _bytes;
    private readonly short[] _statuses;
    private readonly string[] _modes;
    private readonly string[] _methods;
    private readonly string[] _routes;
    private readonly string?[] _codes;
    private readonly IPAddress?[] _addresses;
    private readonly string?[] _agents;

    public RequestLogColumns(IReadOnlyList<RequestLogEntry> entries)
    {
        var count = entries.Count;
        (_tenants, _ids, _keys, _accounts) = (new Guid[count], new Guid[count], new Guid?[count], new Guid?[count]);
        (_durations, _bytes, _statuses) = (new long[count], new long?[count], new short[count]);
        (_modes, _methods, _routes, _codes) = (new string[count], new string[count], new string[count], new string?[count]);
        (_addresses, _agents) = (new IPAddress?[count], new string?[count]);
        for (var row = 0; row < count; row++)
        {
            var entry = entries[row];
            _tenants[row] = entry.Tenant.Value;
            _ids[row] = entry.Id;
            _keys[row] = entry.KeyId;
            _accounts[row] = entry.AccountId;
            _durations[row] = (long)entry.Duration.TotalMicroseconds;
            _bytes[row] = entry.RequestBytes;
            _statuses[row] = (short)entry.Status;
            _modes[row] = ModeColumn.Of(entry.Mode);
            _methods[row] = entry.Method;
            _routes[row] = entry.Route;
            _codes[row] = entry.Code;
            _addresses[row] = Plain(entry.Address);
            _agents[row] = entry.UserAgent;
        }
    }

    /// <summary>Adds them in the statement's order.</summary>
    public void AddTo(NpgsqlParameterCollection parameters)
    {
        Add(parameters, _tenants);
        Add(parameters, _ids);
        Add(parameters, _keys);
        Add(parameters, _accounts);
        Add(parameters, _durations);
        Add(parameters, _bytes);
        Add(parameters, _statuses);
        Add(parameters, _modes);
        Add(parameters, _methods);
        Add(parameters, _routes);
        Add(parameters, _codes);
        Add(parameters, _addresses);
        Add(parameters, _agents);
    }

    private static void Add<T>(NpgsqlParameterCollection parameters, T[] column) => parameters.Add(new NpgsqlParameter<T[]> { TypedValue = column });

    /// <summary>An IPv4 address that is written as IPv6 is kept as what it is, and an IPv6 address without the zone of the machine that saw it.</summary>
    private static IPAddress? Plain(IPAddress? address) => address switch
    {
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4(),
        { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 } => new IPAddress(address.GetAddressBytes()),
        _ => address,
    };
}

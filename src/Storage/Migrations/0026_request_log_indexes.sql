-- Three indexes of the request log are no longer written with every row: a day gets its own when it is over, from
-- src/Storage/RequestLogs/RequestLogIndexing.cs. docs/decisions/0026 says what that costs and what it saves.

drop index request_logs_by_route;
drop index request_logs_by_key;
drop index request_logs_by_address;

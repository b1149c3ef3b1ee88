"""Names of the features on the two map files that the charts draw (echarts 4.9.0)."""

from __future__ import annotations

WORLD = frozenset(
    (
        "Afghanistan|Aland|Albania|Algeria|American Samoa|Andorra|Angola|Antigua and Barb.|Argentina|Armenia|Australia|"
        "Austria|Azerbaijan|Bahamas|Bahrain|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bermuda|Bhutan|Bolivia|"
        "Bosnia and Herz.|Botswana|Br. Indian Ocean Ter.|Brazil|Brunei|Bulgaria|Burkina Faso|Burundi|Cambodia|Cameroon|"
        "Canada|Cape Verde|Cayman Is.|Central African Rep.|Chad|Chile|China|Colombia|Comoros|Congo|Costa Rica|Croatia|"
        "Cuba|Curaçao|Cyprus|Czech Rep.|Côte d'Ivoire|Dem. Rep. Congo|Dem. Rep. Korea|Denmark|Djibouti|Dominica|"
        "Dominican Rep.|Ecuador|Egypt|El Salvador|Eq. Guinea|Eritrea|Estonia|Ethiopia|Faeroe Is.|Falkland Is.|Fiji|"
        "Finland|Fr. Polynesia|Fr. S. Antarctic Lands|France|Gabon|Gambia|Georgia|Germany|Ghana|Greece|Greenland|"
        "Grenada|Guam|Guatemala|Guinea|Guinea-Bissau|Guyana|Haiti|Heard I. and McDonald Is.|Honduras|Hungary|Iceland|"
        "India|Indonesia|Iran|Iraq|Ireland|Isle of Man|Israel|Italy|Jamaica|Japan|Jersey|Jordan|Kazakhstan|Kenya|"
        "Kiribati|Korea|Kuwait|Kyrgyzstan|Lao PDR|Latvia|Lebanon|Lesotho|Liberia|Libya|Liechtenstein|Lithuania|"
        "Luxembourg|Macedonia|Madagascar|Malawi|Malaysia|Mali|Malta|Mauritania|Mauritius|Mexico|Micronesia|Moldova|"
        "Mongolia|Montenegro|Montserrat|Morocco|Mozambique|Myanmar|N. Cyprus|N. Mariana Is.|Namibia|Nepal|Netherlands|"
        "New Caledonia|New Zealand|Nicaragua|Niger|Nigeria|Niue|Norway|Oman|Pakistan|Palau|Palestine|Panama|"
        "Papua New Guinea|Paraguay|Peru|Philippines|Poland|Portugal|Puerto Rico|Qatar|Romania|Russia|Rwanda|"
        "S. Geo. and S. Sandw. Is.|S. Sudan|Saint Helena|Saint Lucia|Samoa|Saudi Arabia|Senegal|Serbia|Seychelles|"
        "Siachen Glacier|Sierra Leone|Singapore|Slovakia|Slovenia|Solomon Is.|Somalia|South Africa|Spain|Sri Lanka|"
        "St. Pierre and Miquelon|St. Vin. and Gren.|Sudan|Suriname|Swaziland|Sweden|Switzerland|Syria|"
        "São Tomé and Principe|Tajikistan|Tanzania|Thailand|Timor-Leste|Togo|Tonga|Trinidad and Tobago|Tunisia|Turkey|"
        "Turkmenistan|Turks and Caicos Is.|U.S. Virgin Is.|Uganda|Ukraine|United Arab Emirates|United Kingdom|"
        "United States|Uruguay|Uzbekistan|Vanuatu|Venezuela|Vietnam|W. Sahara|Yemen|Zambia|Zimbabwe"
    ).split("|")
)
CHINA = frozenset(
    (
        "台湾 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 "
        "广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 北京 天津 上海 重庆 香港 澳门"
    ).split()
)
